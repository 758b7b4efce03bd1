using System.Net;
using HybridOrleans.Silo.Configuration;
using HybridOrleans.Silo.Hosting;
using HybridOrleans.TestKit.Processes;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Silo;

/// <summary>When a private PostgreSQL is made, and when its data is missing.</summary>
public sealed class PrivatePostgresTests : IDisposable
{
    private readonly SiloFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DataFolder Data => new(_folder.Data);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_database_that_was_made_and_is_gone_is_not_replaced_by_an_empty_one()
    {
        await using (var postgres = Postgres())
        {
            await postgres.StartAsync(Cancel);
        }

        await using (var again = Postgres())
        {
            await again.StartAsync(Cancel);
        }

        Directory.Move(Data.Postgres, Data.Postgres + ".elsewhere");
        await MustMissAsync("A private PostgreSQL was made in");
        Directory.CreateDirectory(Data.Postgres);
        await MustMissAsync("A private PostgreSQL was made in");
        Assert.Empty(Directory.EnumerateFileSystemEntries(Data.Postgres));
    }

    [Fact]
    public async Task A_data_folder_that_exists_and_is_empty_gets_no_database_unless_asked()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Data, "lost+found"));
        await MustMissAsync($"The folder '{_folder.Data}' exists and is empty");
        new PrivatePostgresMark(Data, "true").RefuseMissingData();
    }

    [Fact]
    public async Task An_empty_folder_of_the_server_gets_no_database_unless_asked()
    {
        Directory.CreateDirectory(Data.Postgres);
        await MustMissAsync($"The folder '{Data.Postgres}' exists and is empty");
        new PrivatePostgresMark(Data, "true").RefuseMissingData();
    }

    private PrivatePostgres Postgres()
        => new(
            new ConfigurationBuilder().AddInMemoryCollection().Build(),
            new SiloSettings { Address = IPAddress.Loopback, HttpUrl = new Uri("http://127.0.0.1:8080") },
            Data);

    private async Task MustMissAsync(string message)
    {
        await using var postgres = Postgres();
        var error = await Assert.ThrowsAsync<DataMissingException>(() => postgres.StartAsync(Cancel));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
