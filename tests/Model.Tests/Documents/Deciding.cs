namespace HybridOrleans.Model.Tests.Documents;

/// <summary>The rule which of two documents decides.</summary>
internal static class Deciding
{
    /// <summary>JSON's document decides by itself; PostgreSQL need not answer.</summary>
    public static bool InJson(Document json) => json.NamesPostgres == 0;

    /// <summary>PostgreSQL's document decides, given that JSON's names PostgreSQL.</summary>
    public static bool InPostgres(Document json, Document postgres)
        => json.NamesPostgres == 1 && postgres.NamesPostgres == 1 && postgres.Version >= json.Version;

    /// <summary>
    /// JSON's document names PostgreSQL, and PostgreSQL's does not decide: a switch lacks its second write. The newer
    /// one is the decision, and must be copied to the other store.
    /// </summary>
    public static Document Unfinished(Document json, Document postgres)
        => postgres.Version > json.Version ? postgres : json;
}
