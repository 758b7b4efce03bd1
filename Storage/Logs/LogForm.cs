using System.Globalization;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Logs;

/// <summary>Whether a body may stand as a document of a log, before anybody makes it one.</summary>
internal static class LogForm
{
    /// <summary>What is wrong with a body; null when nothing is, or the component keeps no logs.</summary>
    public static string? MistakeOf(RecordKey key, RecordBody body)
    {
        var shape = key.Component == Component.Conversations ? LogShape.Conversations
            : key.Component == Component.Analytics ? LogShape.Analytics
            : null;
        var name = key.Text[(key.Text.LastIndexOf('/') + 1)..];
        try
        {
            if (shape is not null && name == "head")
            {
                HeadDocument.Read(new StoredRecord { Revision = new Revision(1), WriteId = default, Body = body });
            }
            else if (shape is not null && long.TryParse(
                name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                SegmentFormat.Read(number, shape, new Revision(1), body);
            }

            return null;
        }
        catch (DamagedRecordException e)
        {
            return e.Message;
        }
    }
}
