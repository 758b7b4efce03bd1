using HybridOrleans.Samples.DatingBot.Telegram;

namespace HybridOrleans.Samples.DatingBot.Handling;

/// <summary>Lets a user be forgotten.</summary>
internal static class Leaving
{
    public const string Button = "delete";
    public const string YesButton = "delete:yes";

    public static void Ask(Visit visit) => visit.Say(
        visit.Texts.ReallyDelete,
        new ReplyButton(visit.Texts.Yes, YesButton),
        new ReplyButton(visit.Texts.No, ButtonData.Of(Button, "no")));

    /// <summary>
    /// Notes the wish. The turn keeps it; what is done then takes the session along, and so cannot be part of the turn.
    /// </summary>
    public static void Leave(Visit visit)
    {
        visit.Member.IsLeaving = true;
        visit.Member.Answers = null;
        visit.Member.TalksWith = null;
        visit.Member.Notes.Clear();
        visit.EndDialog();
    }
}
