using System.Text.Json;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.TestKit.Conformance;

/// <summary>What a store owes to many callers at once.</summary>
public abstract class RacingConformance : SettlingConformance
{
    [Fact]
    public async Task Of_many_first_writers_exactly_one_wins_and_every_key_is_readable()
    {
        var keys = Enumerable.Range(0, 20).Select(i => Key("race", $"{i}")).ToList();
        var races = await Task.WhenAll(keys.Select(key => RaceAsync(key, Revision.None, 20)));
        foreach (var (key, winner) in keys.Zip(races))
        {
            await AssertHoldsAsync(key, 1, $"{winner}");
        }
    }

    [Fact]
    public async Task Of_many_writers_with_one_revision_exactly_one_wins()
    {
        await MustWriteAsync(Key("1"), 0, "-1");
        for (var revision = 1; revision <= 5; revision++)
        {
            await AssertHoldsAsync(Key("1"), revision + 1, $"{await RaceAsync(Key("1"), new(revision), 20)}");
        }
    }

    [Fact]
    public async Task Of_a_write_and_a_delete_exactly_one_wins()
    {
        for (var i = 0; i < 20; i++)
        {
            var key = Key($"{i}");
            await MustWriteAsync(key, 0, "1");
            var results = await Task.WhenAll(
                Task.Run(async () => await WriteAsync(key, 1, "2"), Cancel),
                Task.Run(async () => await WriteAsync(key, 1, null), Cancel));
            Assert.NotEqual(results[0].Accepted, results[1].Accepted);
            Assert.All(results, result => Assert.Equal(new(2), result.Revision));
            await AssertHoldsAsync(key, 2, results[0].Accepted ? "2" : null);
        }
    }

    [Fact]
    public async Task A_hundred_keys_with_ten_writers_each_lose_no_change()
    {
        var keys = Enumerable.Range(0, 100).Select(i => Key($"{i}")).ToList();
        await Task.WhenAll(keys.SelectMany(key => Enumerable.Range(0, 10).Select(writer => Task.Run(
            () => AddAsync(key, writer), Cancel))));
        foreach (var key in keys)
        {
            var stored = await ReadAsync(key);
            Assert.Equal(new Revision(10), stored!.Revision);
            Assert.Equal(Enumerable.Range(0, 10), Members(stored).Order());
        }
    }

    [Fact]
    public async Task Readers_never_see_an_older_revision_or_a_body_of_another_one()
    {
        const int Last = 50;
        await MustWriteAsync(Key("1"), 0, Numbered(1));
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(WatchAsync, Cancel)).ToArray();
        for (var revision = 1; revision < Last; revision++)
        {
            await MustWriteAsync(Key("1"), revision, Numbered(revision + 1));
        }

        await Task.WhenAll(readers);

        async Task WatchAsync()
        {
            for (var seen = 0L; seen < Last;)
            {
                var stored = await ReadAsync(Key("1"));
                Assert.True(stored!.Revision.Value >= seen, $"Revision {stored.Revision} after {seen}.");
                seen = stored.Revision.Value;
                Assert.Equal(Body(Numbered(seen)), stored.Body);
            }
        }

        // The length changes with the revision, so that a torn body could not pass.
        static string Numbered(long revision) => $"\"{revision}{new string('x', (int)(revision * 37 % 5000))}\"";
    }

    /// <summary>Lets writers race for one revision and gives the number of the winner.</summary>
    private async Task<int> RaceAsync(RecordKey key, Revision expected, int writers)
    {
        var results = await Task.WhenAll(Enumerable.Range(0, writers).Select(i => Task.Run(
            async () => await WriteAsync(key, expected.Value, $"{i}"), Cancel)));
        Assert.All(results, result => Assert.Equal(expected.Next, result.Revision));
        var winners = Enumerable.Range(0, writers).Where(i => results[i].Accepted).ToList();
        return Assert.Single(winners);
    }

    /// <summary>Adds a number to a list until it is there. After an unknown outcome the record itself tells.</summary>
    private async Task AddAsync(RecordKey key, int number)
    {
        for (var done = false; !done;)
        {
            var stored = await ReadAsync(key);
            var members = Members(stored);
            try
            {
                done = members.Contains(number)
                    || (await WriteAsync(
                        key, stored?.Revision.Value ?? 0, $"[{string.Join(',', members.Append(number))}]")).Accepted;
            }
            catch (OutcomeUnknownException) when (MayNotKnow)
            {
                done = false;
            }
        }
    }

    private static int[] Members(StoredRecord? stored)
        => stored?.Body is { } body ? JsonSerializer.Deserialize<int[]>(body.Utf8.Span)! : [];
}
