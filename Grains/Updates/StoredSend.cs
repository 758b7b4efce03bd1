using System.Text.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Grains.Updates;

/// <summary>A send that waits.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ChatId">Where it goes.</param>
/// <param name="Method">What to call.</param>
/// <param name="Payload">The arguments.</param>
/// <param name="Delivery">What a crash means.</param>
/// <param name="At">When it was intended.</param>
/// <param name="IsTaken">
/// True once one that may be sent at most once was handed out: whoever finds it so without knowing of it lets it go.
/// </param>
internal sealed record StoredSend(
    Guid Id, long ChatId, string Method, JsonElement? Payload, Delivery Delivery, DateTimeOffset At, bool IsTaken);
