namespace HybridOrleans.Storage.Migration.Copying;

/// <summary>How hard a walk may work. It is asked before each part of the walk, from any thread.</summary>
public interface IWalkPace
{
    /// <summary>
    /// True while live calls need the machine: only what was asked for is read, little at a time and on one thread.
    /// </summary>
    bool IsGentle { get; }
}
