import json, pytest, re
from pathlib import Path
from tests.web.site import opened_site
pytestmark = pytest.mark.filterwarnings("ignore")

@pytest.fixture(scope="module")
def site(engine, tmp_path_factory):
    with opened_site(tmp_path_factory.mktemp("s"), engine, story=True) as s:
        yield s

HUGE = "9"*30
def test_probe(site):
    bad = []
    b = site.browser("marchetti")
    anon = site.browser()
    aud = site.browser("auditor") if True else None
    f = site.firearm("TFH12045") if False else site.one("Firearm")
    src = site.one("Source"); bat = site.one("Batch"); per = site.one("Person"); dl = site.one("Dealer")
    gets = [("anon", "/sign-in?next=//["), ("anon","/prove?next=http://[x"), ("anon","/sign-in?next=/\\evil"), ("anon","/sign-in?next=%2F%09%5Cevil.com"),
      ("b", f"/sources/{src}?line={HUGE}"), ("b", f"/sources/{src}?line=-1"), ("b", f"/sources/{src}?line=9223372036854775808"),
      ("b", f"/sources/%00"), ("b", f"/firearms/%00"), ("b", f"/firearms/%ED%A0%80"), ("b", f"/firearms/{'a'*5000}"),
      ("b", f"/workbench/edge?link=x&from=%00&to=%00"), ("b","/workbench/edge"), ("b", f"/workbench/edge?link=recovery_of_firearm&from={f}&to={f}"),
      ("b", "/imports/jobs/%00"), ("b","/imports/x/rejects.csv"), ("b", f"/imports/{bat}/rejects.csv"), ("b", f"/imports/{bat}"),
      ("b", "/workbench/x"), ("b","/workbench/%ED%A0%80"), ("b","/workbench/thing/%00"), ("b","/cases/%00"), ("b","/cases/%ED%A0%80"), ("b", f"/static/../../settings.py"), ("b","/static/%00"), ("b","/static/..%2f..%2fsettings.py"),
      ("aud", f"/ledger/{HUGE}"), ("aud","/ledger/9223372036854775807"), ("aud","/ledger/9223372036854775808"), ("aud", f"/ledger?start={HUGE}"), ("aud","/ledger?start=-5"), ("aud","/ledger?start=x"),
      ("aud", f"/sources/{src}"), ("aud", f"/sources/{src}?line=2"), ("aud", f"/imports/{bat}"), ("aud", f"/imports/{bat}/rejects.csv"), ("aud","/imports"), ("aud", f"/firearms/{f}"),
      ("b","/ledger"), ("b","/ledger/0"), ("b","/status"),
      ("b", "/api/v1/firearms/%00"), ("b", "/api/v1/nothing"), ("b", f"/dealers/{dl}?after=~~~"), ("b", f"/persons/{per}"),
    ]
    who = {"anon": anon, "b": b, "aud": aud}
    for w, p in gets:
        r = who[w].get(p)
        t = r.get_data(as_text=True)
        flag = "" 
        if r.status_code >= 500 or "Traceback" in t: bad.append((w,p,r.status_code))
        print(w, p[:80], r.status_code, r.headers.get("Location",""))
    posts = [
      ("/api/v1/search", {"text": "\ud800"}), ("/api/v1/search", {"text": "\x00"}), ("/api/v1/search", []), ("/api/v1/search", "x"), ("/api/v1/search", {"text": 1}), ("/api/v1/search", {"text": "*"*200}), ("/api/v1/search", {"text": "?"*200}), ("/api/v1/search", {"text": "type:"}), ("/api/v1/search", {"text": "person:x"}), ("/api/v1/search", {"text": "dealer:*(AND"}), ("/api/v1/search", {"text": "name:\"~^:[]{}"}), ("/api/v1/search", {"text": "~"}), ("/api/v1/search", {"text":"a~1 AND OR NOT \\"}), ("/api/v1/search", {"text":"ｆ１２３ \u202e"}),
      ("/api/v1/chart/start", {"id": "\ud800"}), ("/api/v1/chart/start", {"id": "fir_\ud800"}), ("/api/v1/chart/start", {"id": f[:4]+"\ud800"}), ("/api/v1/chart/start", {"id": f, "x":1}), ("/api/v1/chart/start", {"id": per}),
      ("/api/v1/chart/expand", {"id": f, "link":"recovery_of_firearm","direction":"in","after":"~","limit":1}),
      ("/api/v1/chart/expand", {"id": f, "link":"recovery_of_firearm","direction":"in","after":"\ud800~x","limit":1}),
      ("/api/v1/chart/expand", {"id": f, "link":"recovery_of_firearm","direction":"in","after":"zzz","limit":-1}),
      ("/api/v1/chart/expand", {"id": f, "link":"recovery_of_firearm","direction":"in","limit":10**40}),
      ("/api/v1/chart/expand", {"id": f, "link":"recovery_of_firearm","direction":"in","limit":True}),
      ("/api/v1/chart/expand", {"id": f, "link":"person_bought_of_firearm","direction":"in","limit":5}),
      ("/api/v1/chart/expand", {"id": f, "link":"\ud800","direction":"in","limit":5}),
    ]
    for p, body in posts:
        r = b.call(p, body)
        t = r.get_data(as_text=True)
        if r.status_code >= 500 or "Traceback" in t: bad.append((p, repr(body)[:80], r.status_code))
        print(p, repr(body)[:90], r.status_code, t[:200] if "bought" in repr(body) else "")
    r = b.client.post("/api/v1/search", data="[[[["*50000, headers={"X-CSRFToken": b.token, "Content-Type":"application/json"}); print("deep", r.status_code); 
    if r.status_code>=500: bad.append(("deep json", r.status_code))
    r = b.client.post("/api/v1/search", data="{\"text\":"+"9"*6000+"}", headers={"X-CSRFToken": b.token, "Content-Type":"application/json"}); print("hugeint", r.status_code)
    if r.status_code>=500: bad.append(("huge int json", r.status_code))
    forms = [("/search", {"text":"\x00"}), ("/search", {"text":"person:a"}), ("/search/pane", {"text":"*"}), ("/work-on", {"case":"\x00","purpose":"x"}), ("/work-on", {"case":"IR-2026-0417","purpose":"crim_933","back":"//["}),
      ("/look", {"language":"es","back":"//["}), ("/look", {"language":"es\r\nSet-Cookie: x=1","back":"/a\r\nX: y"}), ("/account/sessions/\x00/end", {}), ("/account/factor/confirm", {"code":"1"*10000}), ("/imports", {}), ("/imports", {"kind":"traces","holding":"us-tpd","tlp":HUGE,"authority":"a","brought_by":"b"}), ("/imports/jobs/x/cancel", {}), ("/prove", {"password":"x","code":"\u0661\u0662"}), ("/sign-in", {"login":"\x00","password":"\x00","consent":"yes","code":"x"}), ("/sign-in", {"login":"a"*20000,"password":"b"*100000,"consent":"yes"})]
    for p, d in forms:
        r = b.post(p, d)
        if r.status_code >= 500: bad.append((p, repr(d)[:80], r.status_code))
        print(p, repr(d)[:80], r.status_code, r.headers.get("Location",""))
    import io
    for name, kind, hold, tlp, extra in [("../../etc/x\x00.csv","traces","us-tpd","2",{}),("a.csv","traces","public","0",{}),("a.csv","nope","us-tpd","2",{}),("a.csv","traces","us-tpd","4",{}),("a.csv","traces","mx-fge-son","2",{}),("a.csv","dealers","us-tpd","2",{"as_of":"9999-99"}),("a.csv","traces","us-tpd","2",{"as_of":"\x00"})]:
        r = b.post("/imports", {"kind":kind,"holding":hold,"tlp":tlp,"authority":"w","brought_by":"m","file":(io.BytesIO(b"trace_number,serial\nT9,=1+1\n"+name.encode()),name),**extra}, content_type="multipart/form-data")
        if r.status_code>=500: bad.append(("upload",name,kind,hold,extra,r.status_code))
        print("upload", name, kind, hold, tlp, extra, r.status_code, r.headers.get("Location",""))
    r = b.get(f"/sources/{src}?line=2"); 
    print("BAD", *bad, sep="\n")
    assert not bad
