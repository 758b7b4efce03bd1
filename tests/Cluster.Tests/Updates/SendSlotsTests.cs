using HybridOrleans.Grains.Updates.Sending;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Updates;

/// <summary>No limit is exceeded in any window, and nobody waits longer than he must.</summary>
public sealed class SendSlotsTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void No_second_holds_more_sends_than_the_bot_may_make()
    {
        var slots = new SendSlots(new SendingOptions(), TimeSpan.Zero);
        var random = new Random(7);
        var moments = new List<TimeSpan>();
        for (var i = 0; i < 600; i++)
        {
            moments.Add(slots.Next(1 + random.Next(400), TimeSpan.FromMilliseconds(i * 3)));
        }

        AssertAtMost(30, Second, moments);
        Assert.InRange(moments.Max(), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(25));
        Assert.InRange(moments.Min(), Second, 2 * Second);
    }

    [Fact]
    public void A_chat_gets_one_a_second_and_a_group_twenty_a_minute_in_the_order_asked()
    {
        var slots = new SendSlots(new SendingOptions(), TimeSpan.Zero);
        var chat = Enumerable.Range(0, 50).Select(_ => slots.Next(42, TimeSpan.Zero)).ToList();
        var group = Enumerable.Range(0, 65).Select(_ => slots.Next(-42, TimeSpan.Zero)).ToList();
        AssertAtMost(1, Second, chat);
        AssertAtMost(1, Second, group);
        AssertAtMost(20, TimeSpan.FromMinutes(1), group);
        Assert.Equal(chat.Order(), chat);
        Assert.Equal(group.Order(), group);
        Assert.InRange(chat[^1], 50 * Second, 52 * Second);
        Assert.InRange(group[^1], TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(3.2));
    }

    [Fact]
    public void A_pause_holds_one_chat_or_all_and_what_is_past_is_forgotten()
    {
        var slots = new SendSlots(new SendingOptions(), TimeSpan.Zero);
        slots.Pause(42, 30 * Second);
        Assert.InRange(slots.Next(42, 5 * Second), 30 * Second, 31 * Second);
        Assert.InRange(slots.Next(43, 5 * Second), 5 * Second, 6 * Second);
        slots.Pause(null, 60 * Second);
        slots.Pause(null, 50 * Second);
        Assert.InRange(slots.Next(43, 7 * Second), 60 * Second, 61 * Second);
        Assert.InRange(slots.Next(-1, 900 * Second), 900 * Second, 901 * Second);
    }

    private static void AssertAtMost(int count, TimeSpan window, List<TimeSpan> moments)
    {
        var sorted = moments.Order().ToList();
        for (var i = count; i < sorted.Count; i++)
        {
            // A moment has a tick of its own, and the last tick of a window is not in it.
            Assert.True(
                sorted[i] - sorted[i - count] >= window - TimeSpan.FromTicks(count),
                $"{count + 1} sends lie in {sorted[i] - sorted[i - count]}.");
        }
    }
}
