using System.Globalization;
using System.Text.Json;
using HybridOrleans.Cli.Import.Source;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Import;

/// <summary>Prints the report of an import, as tables or as JSON.</summary>
internal sealed class ImportReportWriter(Terminal terminal, BotId bot, BotFolder folder, bool isDryRun)
{
    private const int RowsMax = 100;

    private static readonly ImportKind[] Kinds = Enum.GetValues<ImportKind>();

    /// <summary>Prints the report.</summary>
    public void Write(ImportReport report, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            ResultJson.Write(terminal, writer => WriteJson(writer, report));
        }
        else
        {
            WriteText(report);
        }
    }

    private void WriteText(ImportReport report)
    {
        if (isDryRun)
        {
            terminal.Write("Dry run: nothing was written. An import would end like this.\n");
        }

        TextTable.Write(
            terminal,
            ["result", .. Kinds.Select(NameOf)],
            Enum.GetValues<ImportResult>().Select(result => (string[])
                [NameOf(result), .. Kinds.Select(kind => Number(report[kind, result]))]));
        if (folder.Others.Count > 0)
        {
            TextTable.Write(terminal, ["kept for later (not read)", "files"], folder.Others.Select(
                other => (string[])[NameOf(other.Key), Number(other.Value)]));
        }

        if (report.Items is { Count: > 0 } items)
        {
            TextTable.Write(terminal, ["source", "result", "reason"], items.Take(RowsMax).Select(
                item => (string[])[item.Source, NameOf(item.Result), item.Reason]));
            var more = items.Count - RowsMax;
            terminal.Write(more > 0 ? $"… and {more} more; --format json lists all.\n" : "");
        }

        foreach (var other in folder.OtherBots)
        {
            terminal.Write($"'{other}' looks like the folder of another bot. Import it with a command of its own.\n");
        }
    }

    private void WriteJson(Utf8JsonWriter writer, ImportReport report)
    {
        writer.WriteStartObject();
        writer.WriteString("bot", bot.Value);
        writer.WriteBoolean("dryRun", isDryRun);
        writer.WriteBoolean("finished", report.IsFinished);
        WriteCounts(writer, result => report[result]);
        foreach (var kind in Kinds)
        {
            writer.WriteStartObject(NameOf(kind));
            WriteCounts(writer, result => report[kind, result]);
            writer.WriteEndObject();
        }

        writer.WriteStartObject("keptForLater");
        foreach (var (kind, count) in folder.Others)
        {
            writer.WriteNumber(NameOf(kind), count);
        }

        writer.WriteEndObject();
        writer.WriteStartArray("otherBotFolders");
        foreach (var other in folder.OtherBots)
        {
            writer.WriteStringValue(System.IO.Path.GetFileName(other));
        }

        writer.WriteEndArray();
        writer.WriteStartArray("items");
        foreach (var item in report.Items)
        {
            WriteJson(writer, item);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter writer, Func<ImportResult, long> count)
    {
        foreach (var result in Enum.GetValues<ImportResult>())
        {
            writer.WriteNumber(JsonNamingPolicy.CamelCase.ConvertName(result.ToString()), count(result));
        }
    }

    private static void WriteJson(Utf8JsonWriter writer, ReportItem item)
    {
        writer.WriteStartObject();
        writer.WriteString("source", item.Source);
        if (item.Id is { } id)
        {
            writer.WriteNumber("id", id);
        }

        writer.WriteString("result", JsonNamingPolicy.CamelCase.ConvertName(item.Result.ToString()));
        writer.WriteString("reason", item.Reason);
        writer.WriteEndObject();
    }

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string NameOf(ImportKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    private static string NameOf(ImportResult result) => result switch
    {
        ImportResult.KeptOther => "kept: the store has another body",
        ImportResult.KeptDeleted => "kept: deleted on the cluster",
        ImportResult.Failed => "failed",
        _ => JsonNamingPolicy.CamelCase.ConvertName(result.ToString()),
    };

    private static string NameOf(OtherKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}
