namespace HybridOrleans.Storage.Records;

/// <summary>Names one attempt to write, so that a lost answer can be settled by asking again.</summary>
/// <param name="Value">Random; kept with the record that the write made.</param>
public readonly record struct WriteId(Guid Value)
{
    /// <summary>A fresh id.</summary>
    public static WriteId New() => new(Guid.NewGuid());

    /// <summary>32 lower-case hex digits.</summary>
    public override string ToString() => Value.ToString("n");
}
