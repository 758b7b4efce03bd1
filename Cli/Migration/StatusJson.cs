using System.Text.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Migration;

/// <summary>A status for programs.</summary>
internal static class StatusJson
{
    /// <summary>Writes a status as one object.</summary>
    public static void Write(Utf8JsonWriter writer, MigrationStatus status)
    {
        writer.WriteStartObject();
        writer.WriteString("component", MigrationNames.Of(status.Component));
        writer.WriteStartArray("guarantee");
        foreach (var line in status.Guarantee)
        {
            writer.WriteStringValue(line);
        }

        writer.WriteEndArray();
        writer.WriteString("phase", MigrationNames.InJson(status.Phase));
        writer.WriteNumber("sharePercent", status.SharePercent);
        writer.WriteNumber("epoch", status.Epoch);
        writer.WriteNumber("version", status.Version);
        writer.WriteString("blockedBecause", status.BlockedBecause);
        writer.WriteString("goal", status.Goal);
        writer.WritePropertyName("progress");
        Write(writer, status.Progress);
        writer.WriteBoolean("hasDebt", status.HasDebt);
        writer.WritePropertyName("lag");
        Write(writer, status.Lag);
        writer.WriteBoolean("isSealed", status.IsSealed);
        writer.WritePropertyName("postgresAnswers");
        Write(writer, status.PostgresAnswers);
        writer.WritePropertyName("recent");
        Write(writer, status.Recent);
        writer.WriteString("lastVerification", status.LastVerification);
        writer.WriteNumber("divergent", status.Divergent);
        writer.WritePropertyName("lastOutcome");
        Write(writer, status.LastOutcome);
        writer.WriteStartArray("silos");
        foreach (var silo in status.Silos)
        {
            Write(writer, silo);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, MigrationProgress? progress)
    {
        if (progress is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("what", progress.What);
        writer.WriteNumber("done", progress.Done);
        writer.WriteNumber("total", progress.Total);
        writer.WriteNumber("perSecond", progress.PerSecond);
        writer.WritePropertyName("secondsLeft");
        if (progress.Left is { } left)
        {
            writer.WriteNumberValue(left.TotalSeconds);
        }
        else
        {
            writer.WriteNullValue();
        }

        writer.WriteNumber("perSecondMax", progress.PerSecondMax);
        writer.WriteBoolean("isPaused", progress.IsPaused);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, RecentCalls? recent)
    {
        if (recent is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteNumber("calls", recent.Calls);
        writer.WriteNumber("failed", recent.Failed);
        writer.WriteNumber("unanswered", recent.Unanswered);
        writer.WriteNumber("unequal", recent.Unequal);
        writer.WriteNumber("p99Milliseconds", recent.P99.TotalMilliseconds);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, bool? value)
    {
        if (value is { } known)
        {
            writer.WriteBooleanValue(known);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private static void Write(Utf8JsonWriter writer, long? value)
    {
        if (value is { } known)
        {
            writer.WriteNumberValue(known);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private static void Write(Utf8JsonWriter writer, MigrationAnswer? outcome)
    {
        if (outcome is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteBoolean("done", outcome.Done);
        writer.WriteString("message", outcome.Message);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, SiloView silo)
    {
        writer.WriteStartObject();
        writer.WriteString("silo", silo.Silo);
        writer.WriteNumber("epoch", silo.Epoch);
        writer.WriteString("phase", MigrationNames.InJson(silo.Phase));
        writer.WriteNumber("sharePercent", silo.SharePercent);
        writer.WriteNumber("ageSeconds", silo.Age.TotalSeconds);
        writer.WriteEndObject();
    }
}
