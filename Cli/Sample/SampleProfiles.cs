using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HybridOrleans.Cli.Sample;

/// <summary>
/// Invents profiles of about 1 KB in the old bot's shape. The same number gives the same profile, always.
/// </summary>
internal static class SampleProfiles
{
    private const long FirstId = 100_000_001;

    private const string Notes =
        "Просила напомнить о дне рождения подруги и о билетах на концерт. Prefers short answers in the "
        + "morning and long ones in the evening; "
        + "had asked twice about train tickets and once about a cat that likes to travel.";

    private static readonly string[] Names =
        ["Ева", "Анна", "Lena", "Мария 🌸", "Sofia", "Ольга", "Kira", "Dasha ☀️", "Юлия", "Polina"];

    private static readonly string[] Interests =
        ["путешествия", "cooking", "йога", "photography", "кино", "hiking", "музыка", "chess", "садоводство", "books"];

    private static readonly string[] Work =
        ["учитель", "designer", "врач", "engineer", "пекарь", "librarian", "архитектор", "florist"];

    private static readonly DateTimeOffset Start = new(2025, 1, 1, 8, 0, 0, TimeSpan.Zero);

    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The id of the n-th profile; every tenth is a group.</summary>
    public static long IdOf(int number) => number % 10 == 9 ? -(FirstId + number) : FirstId + number;

    /// <summary>Writes the n-th profile.</summary>
    public static void Write(int number, Stream output)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        var seen = Start.AddMinutes(7L * number);
        writer.WriteStartObject();
        writer.WriteNumber("chat_id", IdOf(number));
        writer.WriteString("name", Names[number % Names.Length]);
        writer.WriteString("last_activity", Time(seen));
        writer.WriteNumber("message_count", number * 37 % 900);
        writer.WriteStartObject("summary");
        writer.WriteString(SnapshotId(seen), Summary(number));
        writer.WriteEndObject();
        writer.WriteStartObject("profile");
        for (var snapshot = 0; snapshot < 3; snapshot++)
        {
            WriteSnapshot(writer, number + snapshot, SnapshotId(seen.AddDays(-snapshot)));
        }

        writer.WriteEndObject();
        writer.WriteString("notes", Notes);
        writer.WriteString("previous_response_id", $"resp_{number:x12}");
        writer.WriteEndObject();
    }

    private static void WriteSnapshot(Utf8JsonWriter writer, int number, string id)
    {
        writer.WriteStartObject(id);
        writer.WriteStartArray("interests");
        writer.WriteStringValue(Interests[number % Interests.Length]);
        writer.WriteStringValue(Interests[(number + 3) % Interests.Length]);
        writer.WriteEndArray();
        writer.WriteString("work", Work[number % Work.Length]);
        writer.WriteString("travel", number % 2 == 0 ? "Lisbon" : "Байкал");
        writer.WriteEndObject();
    }

    private static string Summary(int number)
        => $"Говорили о {Interests[number % Interests.Length]}; likes {Interests[(number + 5) % Interests.Length]} "
            + "and asked for a good place to spend a quiet weekend. Пишет по вечерам, отвечает не сразу.";

    private static string Time(DateTimeOffset time)
        => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string SnapshotId(DateTimeOffset time)
        => time.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
}
