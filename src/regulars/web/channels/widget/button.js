/* Makes a link to a survey a quiet button that opens it in a frame. No cookie, no tracking, nothing is read. */
(function(){"use strict";
var d=document,me=d.currentScript,home=me?new URL(me.src).origin:"";
function dress(a){
  if(a.origin!==home||a.getAttribute("aria-expanded"))return;
  var box=null,s=a.style;
  s.cssText="position:fixed;right:16px;bottom:16px;z-index:2147483000;padding:10px 16px;border:1px solid #7b8586;border-radius:6px;background:#fff;color:#151b1c;font:500 15px/1.4 system-ui,sans-serif;text-decoration:none";
  if(a.dataset.regulars==="left"){s.left="16px";s.right="auto"}
  a.setAttribute("aria-expanded","false");
  function close(){
    if(!box)return;
    box.remove();box=null;a.setAttribute("aria-expanded","false");a.focus();
  }
  function open(){
    var f=d.createElement("iframe"),x=d.createElement("button"),u=new URL(a.href);
    u.pathname=u.pathname.replace(/\/$/,"")+"/widget";
    box=d.createElement("div");
    box.setAttribute("role","dialog");box.setAttribute("aria-label",a.textContent);
    box.style.cssText="position:fixed;right:16px;bottom:68px;z-index:2147483000;box-sizing:border-box;width:380px;max-width:calc(100vw - 32px);height:350px;max-height:calc(100vh - 84px);border:1px solid #7b8586;border-radius:10px;overflow:hidden;background:#fff;box-shadow:0 8px 24px rgba(0,0,0,.18)";
    if(a.dataset.regulars==="left"){box.style.left="16px";box.style.right="auto"}
    f.title=a.textContent;f.referrerPolicy="no-referrer";f.src=u.href;
    f.style.cssText="display:block;width:100%;height:100%;border:0";
    x.type="button";x.textContent="\u00d7";x.setAttribute("aria-label",a.dataset.close||"Close");
    x.style.cssText="position:absolute;top:4px;right:4px;width:36px;height:36px;padding:0;border:0;border-radius:6px;background:transparent;color:#4a5456;font:22px/1 system-ui,sans-serif;cursor:pointer";
    x.onclick=close;
    box.append(f,x);d.body.append(box);a.setAttribute("aria-expanded","true");x.focus();
  }
  a.addEventListener("click",function(e){
    if(e.metaKey||e.ctrlKey||e.shiftKey||e.altKey)return;
    e.preventDefault();if(box)close();else open();
  });
  d.addEventListener("keydown",function(e){if(e.key==="Escape")close()});
}
function begin(){d.querySelectorAll("a[data-regulars]").forEach(dress)}
if(d.readyState==="loading")d.addEventListener("DOMContentLoaded",begin);else begin();
})();
