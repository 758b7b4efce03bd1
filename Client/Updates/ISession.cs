namespace HybridOrleans.Client;

/// <summary>Typed state of one owner, loaded for one turn. Change <see cref="Value"/>; the turn keeps it.</summary>
/// <typeparam name="T">A class with <see cref="SessionStateAttribute"/> and a constructor without parameters.
/// </typeparam>
/// <remarks>Used by the handler of the turn only.</remarks>
public interface ISession<T>
    where T : class, new()
{
    /// <summary>The state. Never null: a new one when there is none or its time has run out.</summary>
    /// <remarks>It is written at the end of the turn if its JSON is another one then.</remarks>
    T Value { get; set; }

    /// <summary>True when nothing was stored.</summary>
    bool IsNew { get; }

    /// <summary>Removes the state at the end of the turn.</summary>
    void Clear();
}
