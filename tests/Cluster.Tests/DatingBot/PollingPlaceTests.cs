using HybridOrleans.Samples.DatingBot.Telegram;
using Telegram.Bot.Types;
using Xunit;

namespace HybridOrleans.Cluster.Tests.DatingBot;

/// <summary>What the poller may confirm.</summary>
public sealed class PollingPlaceTests
{
    private readonly PollingPlace _place = new();

    [Fact]
    public void Nothing_is_confirmed_beyond_the_first_update_that_is_not_done()
    {
        Assert.Equal([7, 8, 9], Open(9, 7, 8, 7));
        _place.Done(7);
        _place.Done(9);
        _place.Close();
        Assert.Equal((8, false), (_place.Offset, _place.IsComplete));
        Assert.Equal([8, 10], Open(8, 9, 10));
        _place.Done(8);
        _place.Done(10);
        _place.Close();
        Assert.Equal((11, true), (_place.Offset, _place.IsComplete));
    }

    [Fact]
    public void An_empty_page_confirms_nothing_and_ids_may_begin_anew()
    {
        Open(900);
        _place.Done(900);
        _place.Close();
        Open();
        _place.Close();
        Assert.Equal(901, _place.Offset);
        Open(5);
        _place.Done(5);
        _place.Close();
        Assert.Equal(6, _place.Offset);
    }

    private IEnumerable<int> Open(params int[] ids)
        => _place.Open([.. ids.Select(id => new Update { Id = id })]).Select(u => u.Id);
}
