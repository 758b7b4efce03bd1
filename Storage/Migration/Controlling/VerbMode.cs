namespace HybridOrleans.Storage.Migration.Controlling;

/// <summary>Whether a verb is carried out.</summary>
public enum VerbMode
{
    /// <summary>It is done.</summary>
    Do,

    /// <summary>Nothing is changed; the answer says what would be done, or why not.</summary>
    DryRun,
}
