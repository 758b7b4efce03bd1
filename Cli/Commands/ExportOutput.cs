using System.Globalization;
using System.Text.Json;
using HybridOrleans.Cli.Export;
using HybridOrleans.Cli.Import.Source;
using HybridOrleans.Cli.Output;

namespace HybridOrleans.Cli.Commands;

/// <summary>Tells what an export has written.</summary>
internal static class ExportOutput
{
    private static readonly ExportKind[] Others = [.. Enum.GetValues<ExportKind>().Skip(1)];

    public static void Write(Session session, ExportLayout layout, ExportTally tally)
    {
        var kinds = layout == ExportLayout.Legacy ? Others : [];
        if (session.Format == OutputFormat.Text)
        {
            var more = string.Concat(kinds.Select(kind => string.Create(
                CultureInfo.InvariantCulture, $", {tally[kind]:N0} {NameOf(kind)}")));
            session.Terminal.Write(string.Create(
                CultureInfo.InvariantCulture, $"{tally[ExportKind.Profiles]:N0} profiles{more} exported\n"));
            foreach (var (source, reason) in tally.Failures)
            {
                session.Terminal.Write($"{source} left out: {reason}\n");
            }

            return;
        }

        ResultJson.Write(session.Terminal, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("bot", session.Bot.Value);
            writer.WriteNumber("exported", tally[ExportKind.Profiles]);
            foreach (var kind in kinds)
            {
                writer.WriteNumber(NameOf(kind), tally[kind]);
            }

            writer.WriteStartArray("failed");
            foreach (var (source, reason) in tally.Failures)
            {
                WriteFailure(writer, source, reason);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static void WriteFailure(Utf8JsonWriter writer, string source, string reason)
    {
        writer.WriteStartObject();
        if (TelegramId.Parse(source) is { } id)
        {
            writer.WriteNumber("id", id);
        }
        else
        {
            writer.WriteString("source", source);
        }

        writer.WriteString("reason", reason);
        writer.WriteEndObject();
    }

    private static string NameOf(ExportKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}
