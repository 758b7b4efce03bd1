using System.Text;
using System.Text.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Grains.Updates;

/// <summary>The changes of states: checked, kept, and applied to a document.</summary>
internal static class StoredChanges
{
    /// <summary>Checks what a caller sent.</summary>
    /// <exception cref="InvalidInputException">A name or a JSON text is not acceptable.</exception>
    public static IReadOnlyList<StoredChange> Of(IReadOnlyList<StateChange> changes, DateTimeOffset now)
    {
        if (changes.DistinctBy(c => c.Name).Count() != changes.Count)
        {
            throw new InvalidInputException("A commit changes one state twice. Nothing was written.");
        }

        return [.. changes.Select(c => Of(c, now))];
    }

    /// <summary>True when each state is the one that its change was made from.</summary>
    public static bool Fit(this IReadOnlyList<StoredChange> changes, SessionDocument document)
        => changes.All(c => (document.States.GetValueOrDefault(c.Name)?.Stamp ?? 0) == c.Basis);

    /// <summary>The states after the changes; those whose time has run out go.</summary>
    public static IReadOnlyDictionary<string, StoredState> ApplyTo(
        this IReadOnlyList<StoredChange> changes, SessionDocument document, long revision, DateTimeOffset now)
    {
        var states = document.States.Where(s => !s.Value.IsExpired(now)).ToDictionary(s => s.Key, s => s.Value);
        foreach (var change in changes)
        {
            states.Remove(change.Name);
            if (change.Element() is { } data)
            {
                states[change.Name] = new StoredState(change.Version, revision, change.Until, data);
            }
        }

        return states;
    }

    /// <summary>A JSON text as a part of a document.</summary>
    /// <exception cref="InvalidInputException">It is no JSON, or too large.</exception>
    public static JsonElement? ElementOf(JsonText? text, string what, int bytesMax)
    {
        if (text is not { } json)
        {
            return null;
        }

        if (json.Utf8.Length > bytesMax)
        {
            throw new InvalidInputException(
                $"The {what} has {json.Utf8.Length:N0} bytes of JSON, and at most {bytesMax:N0} are allowed. Nothing "
                + "was written.");
        }

        try
        {
            using var document = JsonDocument.Parse(json.Utf8);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new InvalidInputException($"The {what} is no JSON. Nothing was written.", e);
        }
    }

    /// <exception cref="InvalidInputException">It is empty or too long.</exception>
    public static string NameOf(string name, string what) => name is { Length: > 0 and <= SessionLimits.NameLengthMax }
        ? name
        : throw new InvalidInputException(
            $"The name of a {what} has 1 to {SessionLimits.NameLengthMax} characters, not {name?.Length ?? 0}. Nothing "
            + "was written.");

    private static StoredChange Of(StateChange change, DateTimeOffset now)
    {
        NameOf(change.Name, "state");
        ElementOf(change.Data, $"state '{change.Name}'", SessionLimits.StateBytesMax);
        return new StoredChange(
            change.Name,
            change.Stamp,
            change.Version,
            change.TimeToLive is { } time ? now + time : null,
            change.Data is { } data ? Encoding.UTF8.GetString(data.Utf8.Span) : null);
    }
}
