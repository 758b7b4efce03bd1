using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Postgres;

/// <summary>How statements name the rows of one component: by the key, and for events by the month in it too.</summary>
/// <remarks>
/// The month is said in each statement, so that the server looks into the table of that month alone. It is made from
/// the key by the server, as the table's check makes it: the two can never differ.
/// </remarks>
internal sealed class RecordTable(Component component)
{
    /// <summary>What stands for the fence where the month of a key is detached. No fence is below 0.</summary>
    public const long Detached = -1;

    private readonly bool _hasMonths = component == Component.Analytics;

    /// <summary>The last column of an insert.</summary>
    public string PeriodColumn => _hasMonths ? ", period" : "";

    /// <summary>What a second write of one row meets.</summary>
    public string Identity => _hasMonths ? "(component, key, period)" : "(component, key)";

    /// <summary>The value of <see cref="PeriodColumn"/>.</summary>
    public string PeriodOf(string key) => _hasMonths ? $", {Month(key)}" : "";

    /// <summary>The condition that a row is that of a key.</summary>
    public string Has(string key, string row = "")
        => $"{row}component = '{component}' and {row}key = {key}"
            + (_hasMonths ? $" and {row}period = {Month(key)}" : "");

    /// <summary>The fence of a key, from a row of the fences.</summary>
    public string LowestOf(string key, string fence)
        => _hasMonths
            ? $"case when {Month(key)} = any({fence}.detached) then {Detached} else {fence}.lowest end"
            : $"{fence}.lowest";

    /// <summary>The fence of a key, by a look of its own.</summary>
    public string Lowest(string key)
        => $"(select {LowestOf(key, "g")} from fences g where g.component = '{component}')";

    /// <summary>
    /// The fence for a write of a key; nothing when the listing of changes is not as expected, or the month of the key
    /// is detached: then nothing is written.
    /// </summary>
    public string WriteFence(string key, bool isListing)
        => $"(select lowest from fences where component = '{component}' "
            + $"and listing is {(isListing ? "not null" : "null")}"
            + (_hasMonths ? $" and not {Month(key)} = any(detached))" : ")");

    private static string Month(string key) => $"split_part({key}, '/', 2)";
}
