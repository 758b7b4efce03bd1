using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Updates;

/// <summary>The sends that a turn adds.</summary>
internal sealed class TurnOutbox : IOutbox
{
    private readonly List<OutgoingCall> _sends = [];

    public IReadOnlyList<OutgoingCall> Sends => _sends;

    public Guid Send(
        long chatId, string method, JsonText? payload = null, Delivery delivery = Delivery.AtLeastOnce)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        if (chatId == 0)
        {
            throw new InvalidInputException("0 is no chat id: use the id of a user, or of a group (negative).");
        }

        var call = new OutgoingCall
        {
            Id = Guid.NewGuid(), ChatId = chatId, Method = method, Payload = payload, Delivery = delivery,
        };
        _sends.Add(call);
        return call.Id;
    }
}
