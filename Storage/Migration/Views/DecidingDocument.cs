using HybridOrleans.Storage.Migration.Documents;

namespace HybridOrleans.Storage.Migration.Views;

/// <summary>Which document decides. Pure.</summary>
/// <remarks>
/// <para>
/// A document decides only in the store that it names as root. A switch of the root writes the old root's document
/// first, which then names the other store and decides nothing any more, and the new root's copy second. So at every
/// moment at most one document decides, and between the two writes none does: whoever sees that finishes the switch.
/// A third write marks the old root's document as handed over; a new root without its copy is then no half of a switch.
/// </para>
/// <para>
/// While one store is the root, the document of the other names the root too, and is not newer. A state that no
/// sequence of switches leaves behind comes from a restored, copied or emptied store, and is refused.
/// </para>
/// <para>The JSON document must have been read before the PostgreSQL one, since both move on.</para>
/// </remarks>
internal static class DecidingDocument
{
    /// <summary>What two readings mean together.</summary>
    public static DocumentVerdict Of(SideReading json, SideReading postgres)
        => StrangerOf(Side.Json, json) ?? StrangerOf(Side.Postgres, postgres)
            ?? (json.Names(Side.Json) ? WhereJsonDecides(json.Document!, postgres)
                : json.Names(Side.Postgres) ? WhereJsonPointsAway(json.Document!, postgres)
                : json.HasNone ? WhereJsonHasNone(json, postgres)
                : WhereJsonIsSilent(postgres));

    private static DocumentVerdict WhereJsonDecides(MigrationDocument json, SideReading postgres)
        => postgres.Names(Side.Postgres)
            ? DocumentVerdict.Refused(
                $"Two documents of '{json.Component}' decide: version {json.Version} in JSON names JSON, version "
                + $"{postgres.Document!.Version} in PostgreSQL names PostgreSQL. One store was restored from a backup "
                + "or belongs to another deployment. Detach the wrong one.")
            : DocumentVerdict.Decides(json);

    private static DocumentVerdict WhereJsonPointsAway(MigrationDocument json, SideReading postgres)
    {
        if (postgres.Answer != SideAnswer.Answered)
        {
            return DocumentVerdict.Unavailable(
                $"'{json.Component}' lives in PostgreSQL, which "
                + (postgres.Answer == SideAnswer.NotAttached ? "is not attached." : "does not answer."));
        }

        if (postgres.Document is not { } copy)
        {
            return json.IsHandedOver
                ? Restored(json, Side.Postgres, "has no document")
                : DocumentVerdict.Finish(json, 0);
        }

        if (copy.Root == Side.Postgres)
        {
            return copy.Version >= json.Version
                ? DocumentVerdict.Decides(copy)
                : DocumentVerdict.Refused(
                    $"PostgreSQL is the root of '{json.Component}', and its document has version {copy.Version} though "
                    + $"JSON has seen version {json.Version}: the database was restored from a backup. Restore JSON to "
                    + "the same moment, or bring the newer database back.");
        }

        // The two name each other: the newer one was written by the switch that has stopped half-way.
        return copy.Version < json.Version
            ? json.IsHandedOver
                ? Restored(json, Side.Postgres, $"has version {copy.Version}")
                : DocumentVerdict.Finish(json, copy.Version)
            : copy.Version > json.Version
            ? copy.IsHandedOver
                ? Restored(copy, Side.Json, $"has version {json.Version}")
                : DocumentVerdict.Finish(copy, json.Version)
            : DocumentVerdict.Refused(
                $"Both documents of '{json.Component}' have version {json.Version} and each names the other store: one "
                + "was changed from outside. Restore both stores to the same moment.");
    }

    private static DocumentVerdict WhereJsonHasNone(SideReading json, SideReading postgres)
    {
        if (postgres.Document is not { } document)
        {
            return DocumentVerdict.Unavailable(
                postgres.Answer == SideAnswer.Unknown
                    ? "There is no migration document in JSON, and PostgreSQL does not answer."
                    : "There is no migration document yet; the silo writes the first one when it opens its stores.");
        }

        if (document.Root == Side.Postgres)
        {
            return DocumentVerdict.Decides(document);
        }

        return json.Answer == SideAnswer.Answered && json.StoreId == document.JsonStore
            ? document.IsHandedOver
                ? Restored(document, Side.Json, "has no document")
                : DocumentVerdict.Finish(document, 0)
            : DocumentVerdict.Refused(
                $"'{document.Component}' lives in the JSON store {document.JsonStore:n}, which is not here: "
                + "a volume is not mounted, or the root was made anew. Mount the right one.");
    }

    private static DocumentVerdict WhereJsonIsSilent(SideReading postgres)
        => postgres.Names(Side.Postgres)
            ? DocumentVerdict.Decides(postgres.Document!)
            : DocumentVerdict.Unavailable("The JSON store does not answer, and PostgreSQL does not decide.");

    private static DocumentVerdict Restored(MigrationDocument copy, Side root, string what)
        => DocumentVerdict.Refused(
            $"{root} is the root of '{copy.Component}' and {what}, though it had version {copy.Version}: it was "
            + "restored from a backup that is older than the switch of the root, or emptied. Bring the newer data "
            + "back.");

    /// <summary>Refuses a document that names another store than the one it lies in.</summary>
    private static DocumentVerdict? StrangerOf(Side side, SideReading reading)
    {
        if (reading.Document is not { } document)
        {
            return null;
        }

        var named = side == Side.Json ? document.JsonStore : document.PostgresStore;
        return named == Guid.Empty || named == reading.StoreId
            ? null
            : DocumentVerdict.Refused(
                $"The document of '{document.Component}' in {side} belongs to the store {named:n}, and this one is "
                + $"{reading.StoreId:n}: it was copied. Attach the right store.");
    }
}
