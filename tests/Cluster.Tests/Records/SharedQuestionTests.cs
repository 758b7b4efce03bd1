using HybridOrleans.Grains.Records;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Records;

public sealed class SharedQuestionTests
{
    [Fact]
    public async Task Those_who_come_while_it_is_asked_share_a_question_that_begins_after_they_came()
    {
        var asked = new List<TaskCompletionSource<int>>();
        var question = new SharedQuestion<int>(() =>
        {
            asked.Add(new TaskCompletionSource<int>());
            return asked[^1].Task;
        });
        var first = question.AskAsync();
        var second = question.AskAsync();
        var third = question.AskAsync();
        Assert.Single(asked);
        asked[0].SetException(new InvalidOperationException("The test's store broke."));
        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        while (asked.Count < 2)
        {
            await Task.Yield();
        }

        asked[1].SetResult(2);
        Assert.Equal((2, 2), (await second, await third));
        Assert.Equal(2, asked.Count);
        var fourth = question.AskAsync();
        asked[2].SetResult(3);
        Assert.Equal(3, await fourth);
    }
}
