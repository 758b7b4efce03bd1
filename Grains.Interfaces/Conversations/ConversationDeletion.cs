namespace HybridOrleans.Grains.Interfaces;

/// <summary>Proof that the messages of a conversation are deleted, and their bytes gone.</summary>
/// <param name="Deleted">How many messages this call deleted; 0 when there were none.</param>
/// <param name="Revision">The revision of the conversation. A later read by this client never shows an older
/// one.</param>
[GenerateSerializer, Immutable]
[Alias("hybrid.conversation-deletion")]
public readonly record struct ConversationDeletion([property: Id(0)] long Deleted, [property: Id(1)] long Revision);
