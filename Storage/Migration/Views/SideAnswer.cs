namespace HybridOrleans.Storage.Migration.Views;

/// <summary>Whether a side was heard when its document was asked for.</summary>
internal enum SideAnswer
{
    /// <summary>It did not answer, or was not asked.</summary>
    Unknown,

    /// <summary>It answered, with a document or with the word that there is none.</summary>
    Answered,

    /// <summary>There is no store on this side.</summary>
    NotAttached,
}
