using System.Text;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Grains.Records;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Configuration;

/// <summary>A configuration with the history of its last changes, as one record. Immutable.</summary>
/// <remarks>
/// <para>
/// Both lie in one record, so that one compare-and-set writes both: the history names exactly the changes that were
/// acknowledged, and costs no second write. It moves, is verified, exported and deleted with its value. A record of its
/// own could miss a change, or name one that never was, whenever a process dies between two writes.
/// </para>
/// <para>
/// The stored body is the caller's own, with one member of ours at its end, <c>"_changes": […]</c>. A person can open
/// the file, and whoever reads the members of a configuration finds them. A value that has a top-level member
/// <c>_changes</c> or <c>_value</c> itself is wrapped as <c>{"_value": …, "_changes": […]}</c>. What is read is token
/// for token what was saved. A body without that member at its end, such as one taken over from a file that somebody
/// edited, is all value.
/// </para>
/// </remarks>
internal sealed class ConfigurationDocument
{
    private const string ChangesName = "_changes";
    private const string ValueName = "_value";

    private static readonly RecordBody Empty = RecordBody.Parse("{}"u8);

    private ConfigurationDocument(RecordBody value, IReadOnlyList<ConfigurationChange> changes)
    {
        Value = value;
        Text = HeldRecord.TextOf(value);
        Changes = changes;
    }

    /// <summary>What the caller saved.</summary>
    public RecordBody Value { get; }

    /// <summary>The value as callers get it.</summary>
    public JsonText Text { get; }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<ConfigurationChange> Changes { get; }

    /// <summary>Takes a stored body apart; null stays null.</summary>
    public static ConfigurationDocument? Of(RecordBody? stored)
    {
        if (stored is not { IsObject: true })
        {
            return stored is null ? null : new ConfigurationDocument(stored, []);
        }

        var json = stored.Utf8.Span;
        var members = JsonMember.AllOf(json);
        if (members.Count == 0 || members[^1].Name != ChangesName || json[members[^1].Value.Start] != (byte)'[')
        {
            return new ConfigurationDocument(stored, []);
        }

        var changes = ChangesText.Read(stored.Utf8[members[^1].Value]);
        var value = members.Count == 2 && members[0].Name == ValueName ? RecordBody.Parse(json[members[0].Value])
            : members.Count == 1 ? Empty
            : RecordBody.Parse([.. json[..members[^2].Value.End], (byte)'}']);
        return new ConfigurationDocument(value, changes);
    }

    /// <summary>The body to store for the next value.</summary>
    /// <param name="present">What is there; null for nothing.</param>
    /// <param name="value">An object of at most <see cref="ConfigurationLimits.BodyBytesMax"/> bytes.</param>
    /// <param name="revision">The revision that the write will make.</param>
    /// <param name="at">The time of the change.</param>
    /// <exception cref="InvalidInputException">The value is nested too deep to be wrapped.</exception>
    public static RecordBody Next(
        ConfigurationDocument? present, RecordBody value, long revision, DateTimeOffset at)
    {
        var members = JsonMember.AllOf(value.Utf8.Span);
        var change = ChangedMembers.Between((present?.Value ?? Empty).Utf8.Span, value.Utf8.Span, revision, at);
        var changes = ChangesText.Write([change, .. present?.Changes ?? []]);
        var isWrapped = members.Exists(m => m.Name is ChangesName or ValueName);
        var (begin, end) = isWrapped
            ? ($$"""{"{{ValueName}}":""", $",\"{ChangesName}\":")
            : ("", $"{(members.Count == 0 ? "" : ",")}\"{ChangesName}\":");
        var text = isWrapped ? value.Utf8.Span : value.Utf8.Span[..^1];
        return ObjectBody.Check(
            [.. Encoding.UTF8.GetBytes(begin), .. text, .. Encoding.UTF8.GetBytes(end), .. changes, (byte)'}']);
    }
}
