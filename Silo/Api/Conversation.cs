using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Silo.Api;

/// <summary>A part of a conversation.</summary>
/// <param name="Count">How many messages it has.</param>
/// <param name="First">The number of the first that is not deleted.</param>
/// <param name="Next">The number that the next one gets.</param>
/// <param name="Messages">Those that were asked for, the oldest first.</param>
internal sealed record Conversation(long Count, long First, long Next, IReadOnlyList<MessageOutput> Messages)
{
    public static Conversation Of(HttpContext context, ConversationReading reading)
    {
        Answers.Mark(context, reading.ServedBy, reading.Age, isConfirmed: true);
        context.Response.Headers.ETag = Preconditions.TagOf(reading.Revision);
        return new(reading.Count, reading.First, reading.Next, [.. reading.Messages.Select(MessageOutput.Of)]);
    }
}
