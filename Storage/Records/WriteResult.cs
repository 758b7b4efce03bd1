namespace HybridOrleans.Storage.Records;

/// <summary>The known outcome of a <see cref="RecordWrite"/>.</summary>
/// <param name="Accepted">True when the write is the stored revision, durably.</param>
/// <param name="Revision">
/// When accepted the new revision, else the stored one that won (<see cref="Records.Revision.None"/> when there is
/// none).
/// </param>
public readonly record struct WriteResult(bool Accepted, Revision Revision)
{
    /// <summary>The write happened and made <paramref name="revision"/>.</summary>
    public static WriteResult AcceptedAs(Revision revision) => new(true, revision);

    /// <summary>Nothing was written: the stored revision is <paramref name="stored"/>, not the expected one.</summary>
    public static WriteResult Conflict(Revision stored) => new(false, stored);
}
