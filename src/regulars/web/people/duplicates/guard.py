"""What a customer agreed to becomes another's where a merge on record says that the two are one, and only then."""

from __future__ import annotations

from dataclasses import fields

from regulars.web.guarding import Guard
from regulars.web.people.guard import CONSENTS

_LISTED = "EXISTS (SELECT 1 FROM duplicates_movedconsent WHERE consent = OLD.id"


class Movable(Guard):
    """Rows that a merge lists may change whose they are, and nothing else; those that it added go with it."""

    @property
    def _rest(self) -> list[str]:
        return [name for name in (*self.columns, "by_id") if name != "customer_id"]

    def _sqlite(self) -> list[str]:
        stays, put, gone = super()._sqlite()
        same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in self._rest)
        moved = f"AND NOT ({same} AND {_LISTED}))"
        refuse = stays.rindex("BEGIN SELECT")
        stays = f"{stays[:refuse]} {moved} {stays[refuse:]}"
        refuse = gone.rindex("BEGIN SELECT")
        return [stays, put, f"{gone[:refuse]} AND NOT {_LISTED} AND added) {gone[refuse:]}"]

    def _postgresql(self) -> list[str]:
        function, *rest = super()._postgresql()
        same = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in self._rest)
        moved = f"""BEGIN
                IF TG_OP = 'UPDATE' THEN
                    IF {same} AND {_LISTED}) THEN RETURN NEW; END IF;
                ELSIF TG_OP = 'DELETE' THEN
                    IF {_LISTED} AND added) THEN RETURN OLD; END IF;
                END IF;"""
        return [function.replace("BEGIN", moved, 1), *rest]


MOVABLE = Movable(**{one.name: getattr(CONSENTS, one.name) for one in fields(Guard)})
