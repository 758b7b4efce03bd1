using System.Globalization;
using System.Text;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.CrashChild;

/// <summary>Counts up in records, as many callers at once, and reports every answer.</summary>
internal sealed class Counting(IRecordStore store, int keys, int padding)
{
    private readonly string _padding = new('x', padding);

    private const int RefusalsMax = 20;

    /// <summary>Counts until a number of writes is accepted, 0 for ever, or many were refused in a row.</summary>
    public async Task RunAsync(int caller, int writes)
    {
        var random = new Random(caller);
        var refused = 0;
        for (var accepted = 0; (writes == 0 || accepted < writes) && refused < RefusalsMax;)
        {
            switch (await CountAsync(RecordKeys.User("bot", random.Next(1, keys + 1))))
            {
                case true:
                    accepted++;
                    refused = 0;
                    break;
                case null:
                    refused++;
                    break;
            }
        }
    }

    /// <summary>Writes, changes and deletes one record, going on after any failure.</summary>
    public async Task RunScriptAsync()
    {
        var key = RecordKeys.User("script", 1);
        for (var revision = 0; revision < 4; revision++)
        {
            await TryWriteAsync(key, new Revision(revision), revision == 2 ? null : revision + 1);
        }
    }

    /// <returns>True when accepted, false after a conflict, null when refused.</returns>
    private async Task<bool?> CountAsync(RecordKey key)
    {
        try
        {
            var record = await store.ReadAsync(key, Epoch.Initial, CancellationToken.None);
            var count = record is null ? 0 : CountIn(record);
            return await TryWriteAsync(key, record?.Revision ?? Revision.None, count + 1);
        }
        catch (OrleansException e)
        {
            Report.Line($"{NameOf(e)} read {key.Text} 0 - {e.Message}");
            return null;
        }
    }

    private async Task<bool?> TryWriteAsync(RecordKey key, Revision expected, int? count)
    {
        var write = new RecordWrite
        {
            Key = key,
            Expected = expected,
            Body = count is null ? null : BodyOf(count.Value),
            WriteId = WriteId.New(),
            Epoch = Epoch.Initial,
        };
        try
        {
            var result = await store.WriteAsync(write, CancellationToken.None);
            var outcome = result.Accepted ? "accepted" : "conflict";
            Report.Line($"{outcome} write {key.Text} {write.Expected.Next} {write.WriteId}");
            return result.Accepted;
        }
        catch (OrleansException e)
        {
            Report.Line($"{NameOf(e)} write {key.Text} {write.Expected.Next} {write.WriteId} {e.Message}");
            return null;
        }
    }

    private RecordBody BodyOf(int count)
        => RecordBody.Parse(Encoding.UTF8.GetBytes($$"""{"count":{{count}},"padding":"{{_padding}}"}"""));

    private static int CountIn(StoredRecord record)
    {
        if (record.Body is not { } body)
        {
            return 0;
        }

        var text = Encoding.UTF8.GetString(body.Utf8.Span);
        var number = text["{\"count\":".Length..text.IndexOf(',', StringComparison.Ordinal)];
        return int.Parse(number, CultureInfo.InvariantCulture);
    }

    private static string NameOf(OrleansException error) => error switch
    {
        StoreUnavailableException => "unavailable",
        OutcomeUnknownException => "unknown",
        DamagedRecordException => "damaged",
        _ => "failed",
    };
}
