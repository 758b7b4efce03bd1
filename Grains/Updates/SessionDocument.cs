using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Grains.Records;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Updates;

/// <summary>Everything that is stored of one owner, in one record. Immutable.</summary>
internal sealed record SessionDocument
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutEmpty } },
    };

    /// <summary>
    /// The revision that the last commit made, or whoever took the right to commit away from a turn. A turn commits
    /// only if it is still the one that the turn began with.
    /// </summary>
    public long Turn { get; init; }

    /// <summary>The updates that were handled last: <see cref="HandledUpdates"/>.</summary>
    public string? Handled { get; init; }

    /// <summary>The states by name.</summary>
    public IReadOnlyDictionary<string, StoredState> States { get; init; } = new Dictionary<string, StoredState>();

    /// <summary>What a commit of another order key will make of this document.</summary>
    public PreparedCommit? Prepared { get; init; }

    /// <summary>Commits of this order key that other documents may not know of yet.</summary>
    public IReadOnlyList<DecidedCommit> Decided { get; init; } = [];

    /// <summary>What is to be done later.</summary>
    public IReadOnlyList<StoredFollowUp> FollowUps { get; init; } = [];

    /// <summary>What is to be sent, in this order.</summary>
    public IReadOnlyList<StoredSend> Sends { get; init; } = [];

    /// <summary>A record of the work index says so, and names this time or an earlier one.</summary>
    public DateTimeOffset? Indexed { get; init; }

    /// <summary>What is stored; an empty document when there is nothing.</summary>
    /// <exception cref="DataDamagedException">It is no document of ours.</exception>
    public static SessionDocument Of(HeldRecord held)
    {
        if (held.Body is not { } body)
        {
            // A turn that began before a delete must not fit what comes after it.
            return new SessionDocument { Turn = held.Revision };
        }

        try
        {
            return JsonSerializer.Deserialize<SessionDocument>(body.Utf8.Span, Options)
                ?? throw new JsonException("null");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new DataDamagedException(
                "The session cannot be read: it is none that this version has written. Nothing was changed. Erase the "
                + "user, or bring the record back from a backup.", e);
        }
    }

    /// <exception cref="InvalidInputException">It is too large or too deep.</exception>
    public RecordBody ToBody()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(this, Options);
        return json.Length <= RecordBody.BytesMax
            ? ObjectBody.Check(json)
            : throw new InvalidInputException(
                $"The state of one owner would have {json.Length:N0} bytes with all that waits, and at most "
                + $"{RecordBody.BytesMax:N0} are allowed. Nothing was written. Keep less in its states, or keep long "
                + "lists in conversations or profiles.");
    }

    private static void LeaveOutEmpty(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(p => p.PropertyType.IsAssignableTo(typeof(IEnumerable))))
        {
            property.ShouldSerialize = static (_, value) => value is string or ICollection { Count: > 0 };
        }
    }
}
