namespace HybridOrleans.Grains.Interfaces;

/// <summary>A part of the state that moves between the stores on its own.</summary>
public enum ComponentName
{
    /// <summary>Profiles.</summary>
    Users = 0,

    /// <summary>Settings.</summary>
    Configuration = 1,

    /// <summary>Messages.</summary>
    Conversations = 2,

    /// <summary>Events.</summary>
    Analytics = 3,

    /// <summary>State of grains that are not ours.</summary>
    Grains = 4,
}
