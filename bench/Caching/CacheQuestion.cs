using System.Globalization;
using System.Text;
using HybridOrleans.Bench.Hosting;
using HybridOrleans.Bench.Measuring;
using HybridOrleans.Bench.Migration;
using HybridOrleans.Bench.Report;
using HybridOrleans.Storage.Cache;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridOrleans.Bench.Caching;

/// <summary>Does a body from Redis, confirmed by PostgreSQL, cost less than the body from PostgreSQL?</summary>
internal sealed class CacheQuestion(Arguments arguments, Rounds rounds, TextWriter progress)
{
    public const string Question = "cold read of 8 KB";
    public const string Body = "the body from PostgreSQL";
    public const string Digest = "PostgreSQL hashes the body";
    public const string Stamp = "PostgreSQL tells the hash as written";
    public const string Validated = "the body from Redis, confirmed";

    private const int BodyBytes = 8 * 1024;
    private const int Records = 4096;
    private const int BatchRecords = 256;

    // So that callers do not walk side by side.
    private const int Stride = 389;

    private static readonly int[] Callers = [1, 32, 256];

    public async Task<Answer> AskAsync(BenchServer server)
    {
        await using var redis = await BenchRedis.StartAsync();
        await using var root = await PostgresAlone.OpenAsync(server);
        await using var cache = new RedisRecordCache(
            new RedisCacheOptions
            {
                ConnectionString = redis.ConnectionString,
                CommandTimeout = TimeSpan.FromSeconds(2),
            },
            "bench", TimeProvider.System, NullLogger.Instance);
        var (plain, cached) = (root.NewRouter(null), root.NewRouter(cache));
        await FillAsync(root, cache);
        (string Name, Func<int, long, ValueTask> Operation)[] contenders =
        [
            (Body, async (caller, n) => Require(await plain.ReadAsync(Key(caller, n), default, default))),
            (Digest, async (caller, n) => Require(await root.Store.DigestAsync(Key(caller, n), default, default))),
            (Stamp, async (caller, n) => Require(await root.Store.StampAsync(Key(caller, n), default, default))),
            (Validated, async (caller, n) => RequireCached(await cached.ReadAsync(Key(caller, n), default, default))),
        ];
        var (rows, goals) = (new List<Row>(), new List<Goal>());
        foreach (var callers in Callers)
        {
            var met = await rounds.RunAsync(Question, callers, contenders);
            rows.AddRange(met.Select(r => r.Contender == Body ? r : r with { Baseline = Body }));
            goals.Add(Goals.Share(rows[^1], rows[^contenders.Length], 1));
            goals.Add(await ServersWorkAsync(server, callers, contenders));
        }

        return new Answer(rows, goals);
    }

    private static RecordKey Key(int caller, long number) => KeyOf((caller * Stride + number) % Records);

    private static RecordKey KeyOf(long number) => Rig.Key("cache", number + 1);

    private static void Require(object? answer)
        => _ = answer ?? throw new InvalidOperationException("A record that was stored is not there.");

    private static void RequireCached(StoredRecord? answer)
    {
        Require(answer);
        if (!answer!.IsFromCache)
        {
            throw new InvalidOperationException("A read was not answered by the cache, though it holds everything.");
        }
    }

    /// <summary>What a read costs the server, in turns again.</summary>
    private async Task<Goal> ServersWorkAsync(
        BenchServer server, int callers, (string Name, Func<int, long, ValueTask> Operation)[] contenders)
    {
        var processor = new ServerProcessor(server);
        var costs = contenders.ToDictionary(c => c.Name, _ => new List<double>());
        for (var round = 0; round < arguments.Rounds; round++)
        {
            foreach (var (name, operation) in contenders)
            {
                var before = processor.Used();
                var sample = await Load.RunAsync(callers, arguments.Duration, operation);
                var used = processor.Used() - before;
                costs[name].Add(used.TotalMicroseconds / (sample.PerSecond * arguments.Duration.TotalSeconds));
            }
        }

        var medians = costs.ToDictionary(c => c.Key, c => c.Value.Order().ElementAt(c.Value.Count / 2));
        await progress.WriteLineAsync(
            $"{Question}, {callers} callers, µs of the server each: "
            + string.Join(", ", medians.Select(m => Invariant($"{m.Key} {m.Value:0.0}"))));
        return new Goal(
            $"processor time of PostgreSQL for a confirmed body of 8 KB, {callers} callers", "less than for the body",
            Invariant($"{medians[Validated]:0.0} µs against {medians[Body]:0.0} µs ")
                + Invariant($"(hashing: {medians[Digest]:0.0} µs)"),
            medians[Validated] < medians[Body]);
    }

    private static async Task FillAsync(PostgresAlone root, RedisRecordCache cache)
    {
        foreach (var numbers in Enumerable.Range(0, Records).Chunk(BatchRecords))
        {
            await root.Store.PutIfNewerAsync(
                [.. numbers.Select(n => new RecordCopy
                {
                    Key = KeyOf(n),
                    Revision = Revision.None.Next,
                    WriteId = WriteId.New(),
                    Body = Text(n),
                    Epoch = Epoch.Initial,
                })],
                CancellationToken.None);
            foreach (var number in numbers)
            {
                var record = await root.Store.ReadAsync(KeyOf(number), Epoch.Initial, CancellationToken.None);
                while (await cache.GetAsync(KeyOf(number)) is null)
                {
                    cache.Put(KeyOf(number), record!);
                    await Task.Delay(1, CancellationToken.None);
                }
            }
        }
    }

    /// <summary>A text that is as hard to compress as one that people write.</summary>
    private static RecordBody Text(int number)
    {
        var random = new Random(number);
        var text = new StringBuilder("{\"notes\":\"");
        while (text.Length < BodyBytes - 2)
        {
            text.Append((char)('a' + (int)(26 * random.NextDouble() * random.NextDouble())));
        }

        return RecordBody.Parse(Encoding.UTF8.GetBytes(text.Append("\"}").ToString()));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
