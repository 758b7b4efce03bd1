using System.Text.Json;

namespace HybridOrleans.Grains.Updates;

/// <summary>A follow-up that waits.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Due">When it is due.</param>
/// <param name="Stamp">The revision that scheduled it: one with the same id is another one.</param>
/// <param name="Payload">What the bot noted.</param>
internal sealed record StoredFollowUp(string Id, DateTimeOffset Due, long Stamp, JsonElement? Payload);
