"""Where an organization has its sealed documents copied to: one place, or none."""

from core.connectors.copy_target import CopyTarget, CopyTargetKind
from tenants.store.rows import Rows

COLUMNS = "kind, address, username, pattern, bucket, region"
CONTEXT = "copy_targets.secret"


class CopyTargets:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def get(self) -> CopyTarget | None:
        row = self._rows.one_or_none(f"select {COLUMNS} from copy_targets")  # noqa: S608 - our own
        return CopyTarget(**row | {"kind": CopyTargetKind(row["kind"])}) if row else None

    def secret(self) -> str:
        """Raises NotFound."""
        sealed = self._rows.one("select secret from copy_targets")["secret"]
        return self._rows.key.decrypt(sealed, CONTEXT).decode()

    def set(self, target: CopyTarget, secret: str | None) -> None:
        """None keeps the secret that is there."""
        sealed = (
            self._rows.key.encrypt(secret.encode(), CONTEXT)
            if secret is not None
            else self._rows.one("select secret from copy_targets")["secret"]
        )
        self._rows.run(
            "insert into copy_targets (organization_id, kind, address, username, pattern, bucket,"
            " region, secret) values (%s, %s, %s, %s, %s, %s, %s, %s)"
            " on conflict (organization_id) do update set kind = excluded.kind,"
            " address = excluded.address, username = excluded.username,"
            " pattern = excluded.pattern, bucket = excluded.bucket, region = excluded.region,"
            " secret = excluded.secret",
            *(self._rows.organization_id, target.kind, target.address, target.username),
            *(target.pattern, target.bucket, target.region, sealed),
        )

    def remove(self) -> None:
        self._rows.run("delete from copy_targets")
