namespace HybridOrleans.Cli.Import.Source;

/// <summary>Where one record lies in a file that holds many.</summary>
/// <param name="Name">The member name as text, or null when it is none (or longer than 256 bytes).</param>
/// <param name="NameStart">The offset of the quote that begins the member name.</param>
/// <param name="ValueStart">The offset of the first byte of the value.</param>
/// <param name="End">The offset behind the value.</param>
/// <param name="Fault">Why these bytes are no complete member, or null.</param>
internal readonly record struct MapEntry(string? Name, long NameStart, long ValueStart, long End, string? Fault)
{
    /// <summary>The id that the member name tells, or null.</summary>
    public long? Id => TelegramId.Parse(Name);
}
