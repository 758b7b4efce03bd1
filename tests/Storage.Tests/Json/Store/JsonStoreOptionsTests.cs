using HybridOrleans.Storage.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

public sealed class JsonStoreOptionsTests
{
    [Fact]
    public void Every_default_is_as_documented()
    {
        var options = new JsonStoreOptions();
        Assert.Equal("", options.RootDirectory);
        Assert.False(options.AllowEmptyRoot);
        Assert.Equal(TimeSpan.FromSeconds(2), options.OperationTimeout);
        Assert.Equal(TimeSpan.FromSeconds(1), options.LockTimeout);
        Assert.Equal(TimeSpan.FromSeconds(5), options.CheckpointInterval);
        Assert.Equal(16 * 1024 * 1024, options.JournalHalfBytes);
        Assert.Equal(256, options.BatchRecordsMax);
        Assert.Equal(64 * 1024 * 1024, options.QueuedBytesMax);
        Assert.Equal(8, typeof(JsonStoreOptions).GetProperties().Length);
    }

    [Fact]
    public void Defaults_with_a_folder_are_valid()
        => Assert.True(new JsonStoreOptionsValidator()
            .Validate(null, new JsonStoreOptions { RootDirectory = "data" }).Succeeded);

    [Fact]
    public void All_mistakes_are_reported_at_once()
    {
        var result = new JsonStoreOptionsValidator().Validate("main", AllWrong());
        Assert.Equal(
            "Property RootDirectory: JSON store 'main': a folder is required.; "
            + "Property OperationTimeout: JSON store 'main': 00:00:00.0010000 is outside "
            + "00:00:00.0100000 to 00:05:00.; "
            + "Property LockTimeout: JSON store 'main': 00:00:00.0020000 is outside 00:00:00.0050000 to 00:01:00.; "
            + "Property LockTimeout: JSON store 'main': 00:00:00.0020000 is not shorter than OperationTimeout, "
            + "00:00:00.0010000.; "
            + "Property CheckpointInterval: JSON store 'main': 00:00:00 is outside 00:00:00.0500000 to 00:10:00.; "
            + "Property JournalHalfBytes: JSON store 'main': 1 is outside 2097152 to 1073741824.; "
            + "Property BatchRecordsMax: JSON store 'main': 0 is outside 1 to 4096.; "
            + "Property QueuedBytesMax: JSON store 'main': 5 is outside 4194304 to 4294967296.",
            result.FailureMessage);
    }

    [Fact]
    public void A_store_is_not_made_with_wrong_options()
        => Assert.Throws<OptionsValidationException>(
            () => new JsonRecordStore(AllWrong(), TimeProvider.System, NullLogger<JsonRecordStore>.Instance));

    private static JsonStoreOptions AllWrong() => new()
    {
        RootDirectory = " ",
        OperationTimeout = TimeSpan.FromMilliseconds(1),
        LockTimeout = TimeSpan.FromMilliseconds(2),
        CheckpointInterval = TimeSpan.Zero,
        JournalHalfBytes = 1,
        BatchRecordsMax = 0,
        QueuedBytesMax = 5,
    };
}
