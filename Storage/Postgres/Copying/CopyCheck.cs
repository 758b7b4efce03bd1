using HybridOrleans.Storage.Migration.Copying;

namespace HybridOrleans.Storage.Postgres.Copying;

/// <summary>Looks at a list of copies before anything of it is sent.</summary>
internal static class CopyCheck
{
    /// <exception cref="ArgumentException">Two components, or a key that comes twice.</exception>
    public static void RefuseBadBatch(IReadOnlyList<RecordCopy> copies)
    {
        ArgumentNullException.ThrowIfNull(copies);
        if (copies.Count > 1 && (copies.DistinctBy(copy => copy.Key).Count() < copies.Count
            || copies.DistinctBy(copy => copy.Key.Component).Count() > 1))
        {
            throw new ArgumentException(
                "Copies brought in together are of one component, and each key comes at most once.", nameof(copies));
        }
    }
}
