"$CGLC" diff old.cgl new.cgl patients.ndjson --as-of 2026-11-23
