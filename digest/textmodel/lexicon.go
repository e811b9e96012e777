package textmodel

import "strings"

// lexicon groups words that do the same work in a headline, so that what is
// learned of one holds for the others, and for those that are rare. It was
// written by hand, not learned; no word stands in two groups.
var lexicon = func() map[string]string {
	classes := map[string]string{}
	for _, group := range groups {
		for _, w := range strings.Fields(group.words) {
			classes[w] = group.class
		}
	}
	return classes
}()

// groups are judgments, ideas, events, those who report, those who act, and
// times.
var groups = []struct{ class, words string }{
	{"+stance", `
		better best worse worst right wrong good bad great real true truth false myth illusion hypocrisy hypocritical shame
		shameful disgrace folly absurd dangerous danger risky reckless cynical cruel cruelty moral immoral morality ethical
		courage cowardice honest dishonest dishonesty naive brave wise foolish sensible insane madness evil noble tragic
		tragedy catastrophic disastrous welcome overdue urgent necessary vital crucial essential important meaningful
		inevitable impossible unacceptable inexcusable intolerable unfair unjust fair just hollow empty broken failed failing
		failure fail fails mistake mistakes blunder lesson lessons hope hopes hopeful despair fear fearful trust faith dream
		dreams nightmare betrayal betray betrayed complicity complicit silence silent blind ignore ignores ignoring ignored
		forget forgotten remember learn learning rethink rethinking reimagine reimagining reclaim reclaiming restore restoring
		build building save saving protect protecting ensure ensuring fix fixing tackle tackling address addressing end ending
		confront embrace defend understand understanding imagine matters matter deserve deserves beware time enough simply
		merely truly really perhaps indeed surely clearly afford pretend blame reckoning wake-up legacy paradox dilemma
		temptation obsession delusion nonsense scandal sham farce spectacle charade bluff grotesque farcical unfinished`},
	{"+idea", `
		democracy democratic justice freedom liberty rights equality inequality dignity humanity human society social culture
		cultural identity nation nationhood state sovereignty power politics political policy policies reform reforms
		governance accountability transparency corruption integrity institutions institution economy economic growth
		development progress prosperity poverty investment industry sector sectors productivity sustainability sustainable
		climate environment education teachers universities knowledge science technology innovation ai digital health
		healthcare care housing security safety peace diplomacy strategy strategic geopolitics multilateralism order world
		future past history historical memory tradition modern age era century generation generations youth women children
		family life living death love language art literature philosophy religion civilisation civilization values value
		vision mission purpose crisis crises challenge challenges opportunity opportunities problem problems solution
		solutions question questions answer answers debate cost costs price burden consequences impact effect effects role
		need way ways path road journey case`},
	{"+event", `
		kill kills killed die dies died dead injure injures injured wound wounds wounded hurt arrest arrests arrested detain
		detains detained charge charged sentenced jailed convicted acquitted indicted sued sues hit hits strike strikes struck
		shot stabbed crash crashes crashed collide collapses collapsed explode explodes explosion blast rescued rescue missing
		found launch launches launched announce announces announced unveil unveils unveiled sign signs signed meet meets met
		visit visits visited arrive arrives arrived leave leaves left win wins won lose loses lost beat beats defeat defeats
		elected elects appoint appoints appointed resign resigns resigned sack sacks sacked fired quit quits oust ousts ousted
		approve approves approved reject rejects rejected ban bans banned suspend suspends suspended seize seizes seized raid
		raids raided evacuate evacuated evacuates close closes closed open opens opened reopen reopens resume resumes resumed
		delay delays delayed postponed cancel cancels cancelled rise rises rose fall falls fell drop drops dropped surge
		surges surged soar soars jump jumps plunge plunges slump gains gained hold holds held host hosts hosted attend attends
		attended addresses discuss discusses discussed release releases released publish publishes reveal reveals revealed
		confirm confirms confirmed deny denies denied accuse accuses accused condemn condemns condemned slam slams blasts vow
		vows vowed pledge pledges pledged seek seeks sought ask asks asked orders ordered rule rules ruled vote votes voted
		pass passes passed agree agrees agreed reach reaches reached send sends sent deploy deploys deployed fire fires
		destroyed damaged intercept intercepts intercepted capture captures captured recover recovers recovered set sets begin
		begins began start starts started ends ended extend extends extended raise raises raised cut cuts lift lifts lifted
		impose imposes imposed join joins joined face faces faced plan plans planned expect expects expected report reports
		reported show shows showed sees get gets back backs backed claim claims claimed add adds added nominated sworn probe
		probes investigate investigates investigating block blocks blocked halt halts halted threaten threatens threatened
		summon summons`},
	{"+speech", `
		comment comments statement spokesman spokesperson sources source data poll survey study officials official witnesses
		according media`},
	{"+office", `
		minister ministers ministry president premier pm chief police court courts judge army military troops navy airport
		authorities govt government governor mayor envoy ambassador parliament senate senator lawmakers lawmaker mp mps
		committee commission agency embassy consulate prosecutors prosecutor suspect suspects gunman man woman men boy girl
		driver passengers soldier soldiers militants protesters migrants tourists students villagers residents victims couple`},
	{"+time", `
		today yesterday tomorrow tonight monday tuesday wednesday thursday friday saturday sunday january february march april
		june july august september october november december week month weekend hours days minutes midnight`},
}
