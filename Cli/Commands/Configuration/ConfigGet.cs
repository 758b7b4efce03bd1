using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands.Configuration;

/// <summary><c>hybrid config get</c>.</summary>
internal static class ConfigGet
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared, ScopeOptions scope)
    {
        var fresh = new Option<bool>("--fresh") { Description = "Ask the store, not a silo's memory." };
        var command = new DocumentedCommand("get", "Print a configuration, token for token as it was saved.")
        {
            Examples =
            [
                new("hybrid config get --bot han_dating_bot", "What holds for the whole bot"),
                new("hybrid config get --bot han_dating_bot --scope chat --id -1001234 > chat.json", "To a file"),
                new("hybrid config get --bot han_dating_bot --format json", "With revision, tier and age"),
            ],
            Notes = ["Exit code 3 when there is no such configuration."],
        };
        scope.AddTo(command, shared);
        command.Add(fresh);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var key = scope.KeyOf(session, parsed);
            var store = await session.ConnectAsync(cancellation);
            var reading = await store.Configuration.GetAsync(
                key, parsed.GetValue(fresh) ? Freshness.Fresh : Freshness.Cached, cancellation);
            return Write(session, key, reading);
        });
        return command;
    }

    private static ExitCode Write(Session session, ConfigurationKey key, ConfigurationReading reading)
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
            session.Terminal.Say($"hybrid: {key.Bot} has no {ScopeOptions.NameOf(key)}.");
            return ExitCode.NotFound;
        }

        if (!reading.IsConfirmed)
        {
            session.Terminal.Say(
                "hybrid: the store did not answer; this is what the silo remembers, and it may be outdated.");
        }

        if (session.Terminal.OutputIsTerminal && session.Format == OutputFormat.Text)
        {
            session.Terminal.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"revision {reading.Revision}, from {Lower(reading.ServedBy)}, "
                + $"age {reading.Age.TotalSeconds:0.###} s"));
        }

        return ExitCode.Done;
    }

    private static void WriteEnvelope(Utf8JsonWriter writer, ConfigurationKey key, ConfigurationReading reading)
    {
        writer.WriteStartObject();
        ScopeOptions.Write(writer, key);
        writer.WriteNumber("revision", reading.Revision);
        writer.WriteString("servedBy", Lower(reading.ServedBy));
        writer.WriteNumber("ageSeconds", reading.Age.TotalSeconds);
        writer.WriteBoolean("confirmed", reading.IsConfirmed);
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
