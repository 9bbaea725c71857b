import pytest
from prossimo.observatory import darkroom
from tests.access.factories import ContactFactory

def test_x(fresh_database, settings, tmp_path):
    from django.core.management import call_command
    settings.SNAPSHOT_ROOT = tmp_path/"s"; settings.STATE=tmp_path
    for _ in range(6): c=ContactFactory()
    from tests.arranging import arranging
    with arranging("prossimo_observatory"): call_command("snapshot")
    import os,subprocess
    print(subprocess.run(["find",str(tmp_path)],capture_output=True,text=True).stdout)
    print((tmp_path/"s/current/manifest.json").read_text()[:3000])
    import pyarrow.parquet as pq
    for f in ("contact","contact_reason","desk","reason"):
        for p in (tmp_path/"s/current"/f).glob("**/*.parquet"): print(pq.read_table(p).to_pylist())
    call_command("ask","access.contacts","--ambito",c.ambito.key)
