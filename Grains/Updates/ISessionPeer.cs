namespace HybridOrleans.Grains.Updates;

/// <summary>What the documents of one commit ask of each other. The same grain as the session.</summary>
[Alias("hybrid.session-peer")]
[GrainInterfaceType("hybrid.session-peer")]
internal interface ISessionPeer : IGrainWithStringKey
{
    /// <summary>Keeps what a commit will make of this document. Nobody reads it before the commit is decided.</summary>
    /// <returns>False when a state is another one than the change was made from, or another commit is open.</returns>
    [Alias("prepare")]
    ValueTask<bool> PrepareAsync(PreparedCommit prepared);

    /// <summary>Tells what became of a prepared commit. Idempotent.</summary>
    [Alias("settle")]
    ValueTask SettleAsync(Guid commit, bool happened);

    /// <summary>Decides a commit whose home this is: one that has not happened never will.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="wait">True to wait for one that is being made.</param>
    [Alias("fate")]
    ValueTask<CommitFate> FateAsync(Guid commit, bool wait);
}
