using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Postgres.Embedded;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

public sealed class PostgresStoreOptionsTests
{
    [Fact]
    public void Defaults_are_as_documented()
    {
        var options = new PostgresStoreOptions();
        Assert.Equal("", options.ConnectionString);
        Assert.Null(options.ReadOnlyConnectionString);
        Assert.Equal(5, options.MinPoolSize);
        Assert.Equal(20, options.MaxPoolSize);
        Assert.Equal(TimeSpan.FromSeconds(2), options.OperationTimeout);
        Assert.Equal(TimeSpan.FromSeconds(30), options.OpenTimeout);
        Assert.Equal(2, options.WriteLanes);
        Assert.Equal(2, options.ReadLanes);
        Assert.Equal(256, options.WriteBatchSizeMax);
        Assert.Equal(256, options.ReadBatchSizeMax);
        Assert.Equal(4 * 1024 * 1024, options.WriteBatchBytesMax);
        Assert.Equal(4 * 1024 * 1024, options.ReadBatchBytesMax);
        Assert.Equal(1000, options.WalkPageSize);
        options.ConnectionString = "Host=db";
        Assert.True(new PostgresStoreOptionsValidator().Validate(null, options).Succeeded);
    }

    [Fact]
    public void Every_mistake_is_reported_at_once_and_no_password_is()
    {
        var options = new PostgresStoreOptions
        {
            ConnectionString = "Host=db;Pasword=open-sesame",
            ReadOnlyConnectionString = " ",
            MinPoolSize = 7,
            MaxPoolSize = 1,
            OperationTimeout = TimeSpan.FromMinutes(2),
            OpenTimeout = TimeSpan.FromSeconds(1),
            WriteLanes = 0,
            ReadLanes = 17,
            WriteBatchSizeMax = 0,
            ReadBatchSizeMax = 5000,
            WriteBatchBytesMax = 1,
            ReadBatchBytesMax = 65 * 1024 * 1024,
            WalkPageSize = 0,
        };

        Assert.Equal(
            [
                "Property ConnectionString: PostgreSQL store: not a connection string; expected "
                    + "'Host=…;Database=…;Username=…;Password=…'.",
                "Property ReadOnlyConnectionString: PostgreSQL store: a connection string is required.",
                "Property MinPoolSize: PostgreSQL store: 7 is outside 0 to 1.",
                "Property MaxPoolSize: PostgreSQL store: 1 is outside 4 to 1000.",
                "Property MaxPoolSize: PostgreSQL store: of 1 connections 0 are for batches (a fifth, and at least 2, "
                    + "stay free), less than WriteLanes + ReadLanes, which is 17.",
                "Property OperationTimeout: PostgreSQL store: 00:02:00 is outside 00:00:00.1000000 to 00:01:00.",
                "Property OpenTimeout: PostgreSQL store: 00:00:01 is outside 00:02:00 to 00:10:00.",
                "Property WriteLanes: PostgreSQL store: 0 is outside 1 to 16.",
                "Property ReadLanes: PostgreSQL store: 17 is outside 1 to 16.",
                "Property WriteBatchSizeMax: PostgreSQL store: 0 is outside 1 to 4096.",
                "Property ReadBatchSizeMax: PostgreSQL store: 5000 is outside 1 to 4096.",
                "Property WriteBatchBytesMax: PostgreSQL store: 1 is outside 1048576 to 67108864.",
                "Property ReadBatchBytesMax: PostgreSQL store: 68157440 is outside 1048576 to 67108864.",
                "Property WalkPageSize: PostgreSQL store: 0 is outside 1 to 100000.",
            ],
            new PostgresStoreOptionsValidator().Validate(null, options).Failures);
    }

    [Theory]
    [InlineData(5, 2, 2, false)]
    [InlineData(6, 2, 2, true)]
    [InlineData(39, 16, 16, true)]
    [InlineData(38, 16, 16, false)]
    public void A_pool_must_have_room_for_the_lanes_of_one_component_and_more(
        int poolSize, int writeLanes, int readLanes, bool isEnough)
    {
        var options = new PostgresStoreOptions
        {
            ConnectionString = "Host=db",
            MinPoolSize = 0,
            MaxPoolSize = poolSize,
            WriteLanes = writeLanes,
            ReadLanes = readLanes,
        };
        Assert.Equal(isEnough, new PostgresStoreOptionsValidator().Validate(null, options).Succeeded);
    }

    [Fact]
    public void Defaults_of_the_embedded_server_are_as_documented()
    {
        var options = new EmbeddedPostgresOptions { DataDirectory = "data" };
        Assert.Null(options.BinaryDirectory);
        Assert.Equal(0, options.Port);
        Assert.Equal(TimeSpan.FromSeconds(60), options.StartTimeout);
        Assert.Equal(TimeSpan.FromSeconds(30), options.StopTimeout);
        Assert.Empty(options.Settings);
        Assert.True(new EmbeddedPostgresOptionsValidator().Validate(null, options).Succeeded);
    }

    [Fact]
    public void Every_mistake_of_the_embedded_server_is_reported_at_once()
        => Assert.Equal(
            [
                "Property DataDirectory: Embedded PostgreSQL: a directory is required.",
                "Property Port: Embedded PostgreSQL: 70000 is outside 0 to 65535.",
                "Property StartTimeout: Embedded PostgreSQL: 00:00:00 is outside 00:00:01 to 00:10:00.",
                "Property StopTimeout: Embedded PostgreSQL: 01:00:00 is outside 00:00:01 to 00:10:00.",
            ],
            new EmbeddedPostgresOptionsValidator().Validate(null, new EmbeddedPostgresOptions
            {
                Port = 70000,
                StartTimeout = TimeSpan.Zero,
                StopTimeout = TimeSpan.FromHours(1),
            }).Failures);
}
