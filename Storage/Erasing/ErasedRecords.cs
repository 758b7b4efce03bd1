using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Erasing;

/// <summary>What is to be forgotten of one person in one component, after the records were deleted.</summary>
public sealed record ErasedRecords
{
    /// <summary>The component.</summary>
    public required Component Component { get; init; }

    /// <summary>The bot id, which owns what is in quarantine.</summary>
    public required string Owner { get; init; }

    /// <summary>The records that have a name.</summary>
    public IReadOnlyList<RecordKey> Keys { get; init; } = [];

    /// <summary>The start of the keys of all other records, such as the documents of a log; null for none.</summary>
    public string? KeyPrefix { get; init; }

    /// <summary>Which records below <see cref="KeyPrefix"/> they are.</summary>
    /// <value>All of them.</value>
    public Func<RecordKey, bool> Takes { get; init; } = static _ => true;

    /// <summary>True when the records hold something of others, too, as the documents of a log of events do.</summary>
    /// <value>False: a quarantined revision of one of them goes whatever it holds.</value>
    public bool AreShared { get; init; }

    /// <summary>The id of the person in digits, by which an item of many is searched; null for no search.</summary>
    public string? PersonId { get; init; }

    /// <summary>Which quarantined items may hold something of many people, told by their source.</summary>
    /// <value>None.</value>
    public Func<string, bool> IsOfMany { get; init; } = static _ => false;

    /// <summary>Where quarantined items of that person come from, such as <c>users/42</c>.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];
}
