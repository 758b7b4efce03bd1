using HybridOrleans.Storage.Migration.Documents;

namespace HybridOrleans.Storage.Migration.Views;

/// <summary>What was seen of the document of one side.</summary>
/// <param name="Answer">Whether the side has answered.</param>
/// <param name="Document">The document; null when there is none, or nobody knows.</param>
/// <param name="StoreId">The id of the store that answered.</param>
internal readonly record struct SideReading(SideAnswer Answer, MigrationDocument? Document, Guid StoreId)
{
    /// <summary>There is no such store.</summary>
    public static SideReading NotAttached { get; } = new(SideAnswer.NotAttached, null, Guid.Empty);

    /// <summary>The store did not answer, or was not asked.</summary>
    public static SideReading Unknown { get; } = new(SideAnswer.Unknown, null, Guid.Empty);

    /// <summary>The store answered.</summary>
    public static SideReading Of(MigrationDocument? document, Guid storeId)
        => new(SideAnswer.Answered, document, storeId);

    /// <summary>True when the side has a document that names <paramref name="root"/> as the root.</summary>
    public bool Names(Side root) => Document?.Root == root;

    /// <summary>True when the side has answered that it has no document, or does not exist.</summary>
    public bool HasNone => Answer != SideAnswer.Unknown && Document is null;
}
