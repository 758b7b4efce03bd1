using System.Text;
using CsCheck;
using HybridOrleans.Storage.Cache;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Cache;

public sealed class CacheEntryFormatTests
{
    private static readonly RecordKey Key = RecordKeys.User("bot", 1);

    private static readonly CacheEntry Entry = new(
        new Revision(17), WriteId.New(), RecordBody.Parse("""{"name":"Ева","n":1.0}"""u8),
        DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123));

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_000)]
    public void What_is_written_is_read_back(int compressAboveBytes)
        => Assert.Equal(
            Entry, CacheEntryFormat.Read(Key, CacheEntryFormat.Write(Key, Entry, compressAboveBytes)));

    [Fact]
    public void A_tombstone_is_read_back()
    {
        var tombstone = Entry with { Body = null };
        Assert.Equal(tombstone, CacheEntryFormat.Read(Key, CacheEntryFormat.Write(Key, tombstone, 0)));
    }

    [Fact]
    public void What_does_not_become_smaller_stays_as_it_is()
    {
        var entry = Entry with { Body = RecordBody.Parse("1"u8) };
        var bytes = CacheEntryFormat.Write(Key, entry, 0);
        Assert.Equal(CacheEntryFormat.HeadBytes + 1, bytes.Length);
        Assert.Equal(entry, CacheEntryFormat.Read(Key, bytes));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_000)]
    public void No_changed_byte_goes_unseen(int compressAboveBytes)
    {
        var large = Entry with { Body = RecordBody.Parse(Encoding.UTF8.GetBytes($"\"{new string('a', 500)}\"")) };
        var good = CacheEntryFormat.Write(Key, large, compressAboveBytes);
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte[1, 255]).Sample(change =>
        {
            var bad = good.ToArray();
            bad[change.Item1] ^= change.Item2;
            // A compressed text may be written in more than one way; what counts is what comes out.
            Assert.True(CacheEntryFormat.Read(Key, bad) is not { } read || read == large);
        });
    }

    [Fact]
    public void No_cut_entry_and_no_garbage_is_read()
    {
        var good = CacheEntryFormat.Write(Key, Entry, 0);
        for (var length = 0; length < good.Length; length++)
        {
            Assert.Null(CacheEntryFormat.Read(Key, good[..length]));
        }

        Gen.Byte.Array[0, 300].Sample(bytes => Assert.Null(CacheEntryFormat.Read(Key, bytes)));
    }

    [Fact]
    public void An_entry_of_another_key_or_version_is_none()
    {
        var bytes = CacheEntryFormat.Write(Key, Entry, 0);
        Assert.Null(CacheEntryFormat.Read(RecordKeys.User("bot", 2), bytes));
        Assert.Null(CacheEntryFormat.Read(RecordKey.Create(Component.Grains, "bot", "1"), bytes));
        bytes[1]++;
        Assert.Null(CacheEntryFormat.Read(Key, bytes));
    }
}
