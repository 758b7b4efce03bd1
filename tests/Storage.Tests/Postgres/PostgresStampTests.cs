using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>What PostgreSQL notes of a body beside it is true, whoever wrote it.</summary>
public sealed class PostgresStampTests(PostgresDatabase database)
    : PostgresStoreTest, IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private PostgresRecordStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await database.OpenStoreAsync();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Each_write_notes_the_hash_of_its_body()
    {
        var key = Key(1);
        Assert.Null(await StampAsync(key));
        await WriteAsync(_store, Change(key, 0, """{"a":1}"""));
        await AgreesAsync(key);
        await WriteAsync(_store, Change(key, 1, """{"a":2}"""));
        await AgreesAsync(key);
        await WriteAsync(_store, Change(key, 2, """{"a":2}"""));
        await AgreesAsync(key);
        await WriteAsync(_store, Change(key, 3, null));
        await AgreesAsync(key);
        await WriteAsync(_store, Change(key, 4, "1"));
        await AgreesAsync(key);
    }

    [Fact]
    public async Task Writes_that_share_a_round_trip_note_their_hashes()
    {
        var keys = Enumerable.Range(1, 200).Select(id => Key(id)).ToList();
        for (var revision = 0; revision < 2; revision++)
        {
            await Task.WhenAll(keys.Select(
                k => WriteAsync(_store, Change(k, revision, $$"""{"key":"{{k.Text}}","n":{{revision}}}"""))));
            await Task.WhenAll(keys.Select(AgreesAsync));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(3000)]
    public async Task Copies_note_their_hashes(int count)
    {
        var keys = Enumerable.Range(1, count).Select(id => Key(100_000 + id)).ToList();
        for (var revision = 1; revision <= 2; revision++)
        {
            var copies = keys.Select(k => new RecordCopy
            {
                Key = k,
                Revision = new Revision(revision),
                WriteId = WriteId.New(),
                Body = Body($$"""{"n":{{revision}},"key":"{{k.Text}}"}"""),
                Epoch = Epoch.Initial,
            }).ToList();
            var results = await _store.PutIfNewerAsync(copies, Cancel);
            Assert.All(results, r => Assert.Equal(CopyOutcome.Stored, r.Outcome));
            await Task.WhenAll(keys.Take(50).Select(AgreesAsync));
        }
    }

    [Fact]
    public async Task A_repair_notes_its_hash()
    {
        var key = Key(2);
        await WriteAsync(_store, Change(key, 0, "1"));
        var repair = new RecordCopy
        {
            Key = key,
            Revision = new Revision(5),
            WriteId = WriteId.New(),
            Body = Body("5"),
            Epoch = Epoch.Initial,
            Replaces = new Revision(1),
        };
        Assert.Equal(CopyOutcome.Stored, Assert.Single(await _store.PutIfNewerAsync([repair], Cancel)).Outcome);
        await AgreesAsync(key);
    }

    [Fact]
    public async Task A_body_that_was_changed_by_hand_has_the_hash_of_what_lies_there_now()
    {
        var key = Key(3);
        await WriteAsync(_store, Change(key, 0, """{"a":1}"""));
        await database.RunAsync($$"""update users set body = '{"a":"by hand"}' where key = '{{key.Text}}'""");
        await AgreesAsync(key);
    }

    [Fact]
    public async Task A_row_of_a_writer_that_notes_no_hash_has_none()
    {
        var key = Key(4);
        await database.RunAsync(
            "insert into users (component, bucket, key, revision, write_id, body, deleted) values "
            + $"('users', 0, '{key.Text}', 1, gen_random_uuid(), '1', false)");
        var stamp = await StampAsync(key);
        Assert.Equal((new Revision(1), false), (stamp!.Revision, stamp.IsTombstone));
        Assert.Null(stamp.Hash);
    }

    [Fact]
    public async Task A_stamp_is_fenced_as_a_read_is()
    {
        var key = RecordKey.Create(Component.Analytics, Bot, "1");
        await _store.RaiseFenceAsync(Component.Analytics, new Epoch(7), Cancel);
        await Assert.ThrowsAsync<StaleEpochException>(
            async () => await _store.StampAsync(key, new Epoch(6), Cancel));
        Assert.Null(await _store.StampAsync(key, new Epoch(7), Cancel));
    }

    [Fact]
    public async Task A_server_that_refuses_the_question_gives_no_stamp()
    {
        await database.RunAsync("alter table configuration rename to moved_away");
        try
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(async () => await _store.StampAsync(
                RecordKey.Create(Component.Configuration, Bot, "1"), Epoch.Initial, Cancel));
        }
        finally
        {
            await database.RunAsync("alter table moved_away rename to configuration");
        }
    }

    private async Task<RecordStamp?> StampAsync(RecordKey key) => await _store.StampAsync(key, Epoch.Initial, Cancel);

    /// <summary>The stamp says what a look at the bytes says, and what a read says.</summary>
    private async Task AgreesAsync(RecordKey key)
    {
        var stamp = await StampAsync(key);
        var digest = await _store.DigestAsync(key, Epoch.Initial, Cancel);
        var record = await ReadAsync(_store, key);
        Assert.Equal(
            (digest!.Revision, record!.WriteId, digest.IsTombstone),
            (stamp!.Revision, stamp.WriteId, stamp.IsTombstone));
        Assert.Equal(digest.Hash?.ToArray(), stamp.Hash?.ToArray());
    }
}
