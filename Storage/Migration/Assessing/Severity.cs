namespace HybridOrleans.Storage.Migration.Assessing;

/// <summary>What a <see cref="Finding"/> means for the migration.</summary>
public enum Severity
{
    /// <summary>It works.</summary>
    Passed,

    /// <summary>The migration may begin; read the message first.</summary>
    Warns,

    /// <summary>The migration must not begin.</summary>
    Blocks,
}
