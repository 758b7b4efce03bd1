using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Silo.Api;

/// <summary>A message to append.</summary>
/// <param name="Direction"><c>in</c> from the user, <c>out</c> from the bot.</param>
/// <param name="Text">1 to 4,096 characters.</param>
/// <param name="Id">Names it, so that sending it again adds nothing; 1 to 128 printable ASCII characters.</param>
/// <param name="Ts">When it was written; now when left out.</param>
internal sealed record MessageInput(string Direction, string Text, string? Id = null, DateTimeOffset? Ts = null)
{
    /// <exception cref="InvalidInputException">It is none.</exception>
    public NewMessage ToMessage()
    {
        var message = new NewMessage
        {
            Direction = Direction switch
            {
                "in" => MessageDirection.In,
                "out" => MessageDirection.Out,
                _ => throw new InvalidInputException("The direction of a message is 'in' or 'out'."),
            },
            Text = Text,
            // With an id of its own the silo may repeat a call whose answer was lost.
            Id = Id ?? Guid.NewGuid().ToString("n"),
            Timestamp = Ts,
        };
        message.Require();
        return message;
    }

    /// <summary>The size only.</summary>
    public override string ToString() => $"{Text.Length} characters";
}
