namespace HybridOrleans.Storage.Records;

/// <summary>A place in a walk. Every store walks in the order of bucket, then key (ordinal).</summary>
/// <param name="Bucket">0 to 255, or -1 for the place before the first record.</param>
/// <param name="KeyText">The last key already seen in that bucket.</param>
public readonly record struct RecordCursor(int Bucket, string KeyText)
{
    /// <summary>Before the first record.</summary>
    public static RecordCursor Start { get; } = new(-1, "");

    /// <summary>Directly after <paramref name="key"/>.</summary>
    public static RecordCursor After(RecordKey key) => new(key.Bucket, key.Text);

    /// <summary>True when <paramref name="key"/> comes after this place.</summary>
    public bool IsBefore(RecordKey key) => IsBefore(key.Bucket, key.Text);

    /// <summary>As the other one, for a key whose bucket is known.</summary>
    internal bool IsBefore(int bucket, string text)
        => bucket != Bucket ? bucket > Bucket : string.CompareOrdinal(text, KeyText) > 0;
}
