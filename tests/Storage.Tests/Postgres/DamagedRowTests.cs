using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Tests.Routing;
using HybridOrleans.TestKit;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>A row that the server fails on when it hashes the body, met by everything that a migration does.</summary>
public sealed class DamagedRowTests(PostgresFixture server) : PostgresStoreTest, IAsyncLifetime
{
    private const string Damaged = "\"damaged\"";

    private PostgresRecordStore? _store;
    private string _database = "";

    private PostgresRecordStore Store => _store ?? throw new InvalidOperationException("It is not open yet.");

    public async ValueTask InitializeAsync()
    {
        _database = await server.CreateDatabaseAsync();
        await using (var store = await OpenAsync())
        {
            foreach (var (id, body) in (KeyValuePair<long, string>[])[new(1, "1"), new(2, Damaged), new(3, "3")])
            {
                await WriteAsync(store, Change(Key(id), 0, body));
            }
        }

        await RunAsync(
            $$"""
            create function sha256(bytea) returns bytea language plpgsql as $f$ begin
              if $1 = convert_to('{{Damaged}}', 'UTF8') then
                raise exception 'missing chunk' using errcode = 'XX001';
              end if;
              return pg_catalog.sha256($1);
            end $f$;
            do $d$ begin
              execute format('alter database %I set search_path = public, pg_catalog', current_database());
            end $d$
            """);
        _store = await OpenAsync();
    }

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    [Fact]
    public async Task A_copy_that_is_no_newer_is_told_of_it_and_its_neighbours_are_stored()
    {
        var results = await Store.PutIfNewerAsync([Copy(1, 5), Copy(2, 1), Copy(3, 5)], Cancel);
        Assert.Equal(
            [CopyOutcome.Stored, CopyOutcome.Damaged, CopyOutcome.Stored], results.Select(r => r.Outcome));
        await Assert.ThrowsAsync<DamagedRecordException>(() => DigestAsync(2));
    }

    [Fact]
    public async Task A_newer_copy_takes_its_place()
    {
        Assert.Equal(CopyOutcome.Stored, Assert.Single(await Store.PutIfNewerAsync([Copy(2, 2)], Cancel)).Outcome);
        Assert.Equal(2, (await DigestAsync(2))!.Revision.Value);
    }

    [Fact]
    public async Task A_look_at_it_fails_alone_and_a_walk_shows_it_with_revision_0()
    {
        var looks = new[] { DigestAsync(1), DigestAsync(2), DigestAsync(3) };
        await Assert.ThrowsAsync<DamagedRecordException>(() => looks[1]);
        Assert.Equal((1, 1), ((await looks[0])!.Revision.Value, (await looks[2])!.Revision.Value));
        var walked = await Store.WalkDigestsAsync(Component.Users, RecordCursor.Start, FullPace.Instance, Cancel)
            .ToDictionaryAsync(d => d.Key, d => d.Revision.Value, null, Cancel);
        Assert.Equal((1, 0, 1), (walked[Key(1)], walked[Key(2)], walked[Key(3)]));
    }

    [Fact]
    public async Task A_write_that_it_should_mirror_is_acknowledged_with_debt_and_the_root_answers()
    {
        var world = new MigrationWorld(null, null, Store);
        await world.BeginAsync(Phase.Live);
        await world.MustWriteAsync(0, "\"new\"", Key(2));
        Assert.True((await world.Debt.ReadAsync(Component.Users, Cancel)).IsUnpaid);
        Assert.Equal("1 \"new\"", await world.ReadAsync(Key(2)));
        Assert.Equal((2, 1), (world.Statistics.Mismatches, world.Statistics.Unequal));
    }

    private Task<PostgresRecordStore> OpenAsync()
        => PostgresDatabase.OpenStoreAsync(_database, o => o.OperationTimeout = Patience);

    private Task<RecordDigest?> DigestAsync(long id)
        => Store.DigestAsync(Key(id), Epoch.Initial, Cancel).AsTask();

    private RecordCopy Copy(long id, long revision) => new()
    {
        Key = Key(id),
        Revision = new Revision(revision),
        WriteId = WriteId.New(),
        Body = Body("\"copied\""),
        Epoch = Epoch.Initial,
    };

    private Task<object?> RunAsync(string sql) => PostgresDatabase.AskAsync<object>(_database, sql);
}
