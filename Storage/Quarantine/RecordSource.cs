using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Quarantine;

/// <summary>How quarantined revisions of a record are called. Part of what is stored.</summary>
internal static class RecordSource
{
    /// <summary>With its owner, such as <c>users/han/42</c>: what a repair has put aside.</summary>
    public static string WithOwner(RecordKey key) => key.ToString();

    /// <summary>Without it, such as <c>users/42</c>: what was adopted or replaced.</summary>
    public static string WithoutOwner(RecordKey key)
    {
        var segments = KeyEncoding.Decode(key.Text);
        var rest = segments.Count > 1 ? string.Join('/', segments.Skip(1)) : segments[0];
        return $"{key.Component}/{rest}";
    }
}
