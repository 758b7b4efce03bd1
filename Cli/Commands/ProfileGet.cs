using System.CommandLine;
using System.Globalization;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands;

/// <summary><c>hybrid profile get</c>.</summary>
internal static class ProfileGet
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
    {
        var id = IdArgument.Create();
        var fresh = new Option<bool>("--fresh") { Description = "Ask the store, not the grain's memory." };
        var command = new DocumentedCommand("get", "Print a profile, byte for byte as it is stored.")
        {
            Examples =
            [
                new("hybrid profile get 1001 --bot han_dating_bot", "The profile of a user"),
                new("hybrid profile get -1001234 --bot han_dating_bot > group.json", "A group, to a file"),
                new("hybrid profile get 1001 --bot han_dating_bot --format json", "With revision, tier and age"),
            ],
            Notes =
            [
                "Exit code 3 when there is no such profile.",
                "While the store gives no answer, the cache may: a warning says that it is not validated.",
                "With --fresh that is an error.",
            ],
        };
        command.Add(id);
        command.Add(shared.Bot);
        command.Add(fresh);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var key = session.Profile(parsed.GetValue(id));
            var store = await session.ConnectAsync(cancellation);
            var reading = await store.Users.GetAsync(
                key, parsed.GetValue(fresh) ? Freshness.Fresh : Freshness.Cached, cancellation);
            return Write(session, key, reading);
        });
        return command;
    }

    private static ExitCode Write(Session session, UserKey key, ProfileReading reading)
    {
        if (session.Format == OutputFormat.Json)
        {
            ResultJson.Write(session.Terminal, writer => WriteEnvelope(writer, key, reading));
        }
        else if (reading.Body is { } body)
        {
            session.Terminal.Output.Write(body.Utf8.Span);
            session.Terminal.Write(session.Terminal.OutputIsTerminal ? "\n" : "");
        }

        if (reading.Body is null)
        {
            session.Terminal.Say($"hybrid: {key.Bot} has no profile {key.TelegramId}.");
            return ExitCode.NotFound;
        }

        if (reading.IsUnvalidated)
        {
            session.Terminal.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"hybrid: the store does not answer. This is revision {reading.Revision} as the "
                + $"{Lower(reading.ServedBy)} holds it, "
                + $"{reading.Age.TotalSeconds:0.###} s old and not validated: it may have changed since."));
        }
        else if (session.Terminal.OutputIsTerminal && session.Format == OutputFormat.Text)
        {
            session.Terminal.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"revision {reading.Revision}, from {Lower(reading.ServedBy)}, "
                + $"age {reading.Age.TotalSeconds:0.###} s"));
        }

        return ExitCode.Done;
    }

    private static void WriteEnvelope(System.Text.Json.Utf8JsonWriter writer, UserKey key, ProfileReading reading)
    {
        writer.WriteStartObject();
        writer.WriteString("bot", key.Bot.Value);
        writer.WriteNumber("id", key.TelegramId);
        writer.WriteNumber("revision", reading.Revision);
        writer.WriteString("servedBy", Lower(reading.ServedBy));
        writer.WriteNumber("ageSeconds", reading.Age.TotalSeconds);
        writer.WriteBoolean("unvalidated", reading.IsUnvalidated);
        writer.WritePropertyName("body");
        if (reading.Body is { } body)
        {
            // The store checked it; checking again would refuse lone surrogates and duplicate members.
            writer.WriteRawValue(body.Utf8.Span, skipInputValidation: true);
        }
        else
        {
            writer.WriteNullValue();
        }

        writer.WriteEndObject();
    }

    private static string Lower(Tier tier) => tier.ToString().ToLowerInvariant();
}
