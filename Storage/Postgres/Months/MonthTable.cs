namespace HybridOrleans.Storage.Postgres.Months;

/// <summary>The events of one month, of all bots.</summary>
/// <param name="Month">Such as <c>2026-11</c>.</param>
/// <param name="Table">The name of the table.</param>
/// <param name="IsDetached">True while nothing of the month is read or written.</param>
/// <param name="Bytes">On the disk, with indexes; null for a detached table that is no longer there.</param>
/// <param name="Documents">About how many documents it holds, by the server's statistics; null as above.</param>
public sealed record MonthTable(string Month, string Table, bool IsDetached, long? Bytes, long? Documents);
