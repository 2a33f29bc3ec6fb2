// The little of Node that the tests use; its own types are not installed.
declare module "node:http" {
  export interface ServerResponse {
    end(text: string): void;
    write(text: string): void;
    destroy(): void;
    writeHead(status: number, headers?: Record<string, string>): ServerResponse;
  }
  export interface Server {
    listen(port: number, host: string): Server;
    once(event: string, done: (value: unknown) => void): void;
    address(): unknown;
    closeAllConnections(): void;
    close(): void;
  }
  export function createServer(listener: (request: { url: string }, response: ServerResponse) => void): Server;
}
