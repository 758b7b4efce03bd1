namespace HybridOrleans.Client;

/// <summary>Names a type of session state for ever, whatever its class is called.</summary>
/// <param name="name">1 to 64 characters; part of what is stored.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SessionStateAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name => name;

    /// <summary>The version of its JSON.</summary>
    /// <value>
    /// 1. Raise it when a change is more than a new member, and implement <see cref="ISessionUpgrade"/>. State of a
    /// newer version than the type's is refused, not read.
    /// </value>
    public int Version { get; set; } = 1;

    /// <summary>How long after its last write the state reads as new, such as <c>30.00:00:00</c> for 30 days.</summary>
    /// <value>Null for ever. More than 0. It is removed with the next write of its owner.</value>
    public string? TimeToLive { get; set; }
}
