// Verifies credentials with the Digital Bazaar packages. Reads {credentials, documents} as JSON from standard input,
// prints one {verified, error} for each. Documents come from that input and from the packages alone: no network.
import * as vc from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {createVerifyCryptosuite} from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';

let text = '';
for await (const part of process.stdin) text += part;
const {credentials, documents} = JSON.parse(text);

async function documentLoader(url) {
  if (documents[url]) return {contextUrl: null, documentUrl: url, document: documents[url]};
  const [id] = url.split('#');
  const controller = documents[id];
  const method = controller?.verificationMethod?.find(one => one.id === url);
  if (method) {
    const document = {'@context': 'https://w3id.org/security/multikey/v1', ...method};
    return {contextUrl: null, documentUrl: url, document};
  }
  return vc.defaultDocumentLoader(url);
}

const results = [];
for (const credential of credentials) {
  const suite = new DataIntegrityProof({cryptosuite: createVerifyCryptosuite()});
  try {
    const {verified, error} = await vc.verifyCredential({credential, suite, documentLoader});
    results.push({verified, error: error ? String(error.errors?.map(one => one.message) ?? error.message) : ''});
  } catch(error) {
    results.push({verified: false, error: String(error.message ?? error)});
  }
}
process.stdout.write(JSON.stringify(results));
